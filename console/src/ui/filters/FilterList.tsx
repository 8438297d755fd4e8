import { CloseOutlined, GroupOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import {
  type FilterView,
  filterOf,
  NEW_CONDITION,
  NEW_DID,
  NEW_SEQUENCE,
  places,
  replaced,
  viewOf,
  without,
} from "@/base/question";
import type { Filter } from "@/contract";
import { ConditionRow } from "./ConditionRow";
import { DidRow } from "./DidRow";
import { SegmentRow } from "./SegmentRow";
import { SequenceRow } from "./SequenceRow";
import { useSubject } from "./subject";

const DEEPEST = 4;

interface Props {
  path: string;
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
  depth?: number;
  /** The word before each further filter; top-level lists are and-ed. */
  joint?: "and" | "or";
  compact?: boolean;
}

/** Filters as an editor: conditions, and groups of them that hold all or any, each of which can be denied. */
export function FilterList({ path, filters, onChange, depth = 0, joint = "and", compact }: Props) {
  const { t } = useTranslation();
  const at = places(path, filters);
  const subject = useSubject();
  return (
    <div className="filters">
      {filters.map((filter, index) => (
        <FilterItem
          key={at[index]}
          path={at[index] ?? path}
          joint={index === 0 ? null : joint}
          filter={filter}
          depth={depth}
          onChange={(next) => onChange(replaced(filters, index, next))}
          onRemove={() => onChange(without(filters, index))}
        />
      ))}
      <div className="filter-add">
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange([...filters, NEW_CONDITION])}
        >
          {t(subject === "people" ? "ask.filter.addProperty" : "ask.filter.add")}
        </Button>
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange([...filters, NEW_DID])}
        >
          {t("ask.filter.addDid")}
        </Button>
        {!compact && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => onChange([...filters, NEW_SEQUENCE])}
          >
            {t("ask.filter.addSequence")}
          </Button>
        )}
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange([...filters, { segment: "" }])}
        >
          {t("ask.filter.addSegment")}
        </Button>
        {depth < DEEPEST && (filters.length > 0 || !compact) && (
          <Button
            type="text"
            size="small"
            icon={<GroupOutlined aria-hidden="true" />}
            onClick={() =>
              onChange([...filters, joint === "and" ? { or: [NEW_CONDITION] } : { and: [NEW_CONDITION] }])
            }
          >
            {t("ask.filter.addGroup")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ItemProps {
  path: string;
  joint: "and" | "or" | null;
  filter: Filter;
  depth: number;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function FilterItem({ path, joint, filter, depth, onChange, onRemove }: ItemProps) {
  const { t } = useTranslation();
  const view = viewOf(filter);
  const set = (next: FilterView) => onChange(filterOf(next));
  const inner = view.denied ? `${path}.not` : path;
  return (
    <div className={`filter-item ${view.kind === "group" ? "filter-group" : ""}`}>
      <div className="filter-side">
        <span className="filter-joint">{joint ? t(`ask.filter.${joint}`) : t("ask.filter.where")}</span>
        <Tooltip title={t("ask.filter.denyHint")}>
          <button
            type="button"
            className={`filter-not ${view.denied ? "on" : ""}`}
            aria-pressed={view.denied}
            onClick={() => set({ ...view, denied: !view.denied })}
          >
            {t("ask.filter.not")}
          </button>
        </Tooltip>
        <Button
          className="filter-remove"
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t("ask.filter.remove")}
          onClick={onRemove}
        />
      </div>
      {view.kind === "condition" && (
        <ConditionRow
          path={inner}
          condition={view.condition}
          onChange={(condition) => set({ ...view, condition })}
        />
      )}
      {view.kind === "did" && (
        <DidRow path={inner} did={view.did} onChange={(did) => set({ ...view, did })} />
      )}
      {view.kind === "sequence" && (
        <SequenceRow path={inner} value={view.sequence} onChange={(sequence) => set({ ...view, sequence })} />
      )}
      {view.kind === "segment" && (
        <SegmentRow path={inner} segment={view.segment} onChange={(segment) => set({ ...view, segment })} />
      )}
      {view.kind === "group" && (
        <div className="filter-parts">
          <Segmented
            size="small"
            value={view.joint}
            options={[
              { value: "and" as const, label: t("ask.filter.all") },
              { value: "or" as const, label: t("ask.filter.any") },
            ]}
            onChange={(next) => set({ ...view, joint: next })}
          />
          <FilterList
            path={`${inner}.${view.joint}`}
            filters={view.parts}
            depth={depth + 1}
            joint={view.joint}
            onChange={(parts) => (parts.length === 0 ? onRemove() : set({ ...view, parts }))}
          />
        </div>
      )}
    </div>
  );
}
