import { FilterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Popover, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { KeptBoard } from "@/contract";
import { RangePicker } from "@/ui";
import { CatalogueContext, FilterList } from "@/ui/filters";
import { type Look, whole } from "../model";

interface Props {
  board: KeptBoard;
  look: Look;
  onChange: (look: Partial<Look>) => void;
  /** Makes this look the board's own. */
  onKeep: () => void;
}

/** Days, comparison and filters of all tiles, in one line. */
export function LookLine({ board, look, onChange, onKeep }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { get } = useUrlState();
  const { data } = useQuery(catalogueQuery(project.id));
  const [filters, setFilters] = useState(look.filters);
  const count = whole(look.filters).length;
  const other = ["range", "compare", "filters"].some((name) => get(name) !== null);
  const editor = data && (
    <div className="look-filters">
      <p>{t("boards.look.filtersNote")}</p>
      <CatalogueContext value={data}>
        <FilterList path="filters" filters={filters} compact onChange={setFilters} />
      </CatalogueContext>
    </div>
  );
  return (
    <>
      <RangePicker value={look.range} onChange={(range) => onChange({ range })} />
      <span className="look-compare">
        <Switch
          size="small"
          checked={look.compare !== null}
          aria-labelledby="look-compare"
          onChange={(on) => onChange({ compare: on ? "previous" : null })}
        />
        <span id="look-compare">{t("boards.look.compare")}</span>
      </span>
      <Popover
        content={editor}
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        onOpenChange={(open) => (open ? setFilters(look.filters) : onChange({ filters: whole(filters) }))}
      >
        <Button icon={<FilterOutlined aria-hidden="true" />}>
          {count > 0 ? t("boards.look.filtered", { count }) : t("boards.look.filters")}
        </Button>
      </Popover>
      {other && board.own && (
        <Button type="link" onClick={onKeep}>
          {t("boards.look.keep")}
        </Button>
      )}
    </>
  );
}
