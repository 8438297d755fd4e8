import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { KIND_GROUPS } from "@/base/question";
import type { Kind } from "@/contract";
import { viewOfKind } from "../kinds";

interface Props {
  value: Kind;
  onChange: (kind: Kind) => void;
}

/** The kind of question, found by its name or by what it answers. */
export function KindPicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const options = KIND_GROUPS.map((group) => ({
    label: t(`kinds.group.${group.key}`),
    options: group.kinds.map((kind) => ({
      value: kind,
      label: t(`kinds.${kind}.name`),
      answers: t(`kinds.${kind}.answers`),
    })),
  }));
  return (
    <Select<Kind>
      className="kind-picker"
      size="large"
      showSearch={{ optionFilterProp: ["label", "answers", "value"] }}
      popupMatchSelectWidth={false}
      listHeight={480}
      classNames={{ popup: { root: "kind-popup" } }}
      aria-label={t("ask.kindLabel")}
      value={value}
      onChange={onChange}
      options={options}
      labelRender={({ label }) => (
        <span className="kind-chosen">
          {viewOfKind(value).icon}
          <b>{label}</b>
        </span>
      )}
      optionRender={(option) => (
        <span className="kind-option">
          <i>{viewOfKind(option.value as Kind).icon}</i>
          <span>
            <b>{option.label}</b>
            <small>{(option.data as { answers?: string }).answers}</small>
          </span>
        </span>
      )}
    />
  );
}
