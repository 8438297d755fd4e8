import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { Field } from "./fields";

interface Props {
  path: string;
  segment: string;
  onChange: (segment: string) => void;
}

/** People of a list that was kept. */
export function SegmentRow({ path, segment, onChange }: Props) {
  return (
    <Field path={path}>
      <SegmentSelect value={segment || null} onChange={onChange} />
    </Field>
  );
}

interface SelectProps {
  value: string | null;
  onChange: (segment: string) => void;
  label?: string;
}

/** One of the project's segments. */
export function SegmentSelect({ value, onChange, label }: SelectProps) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { data, isPending } = useQuery(segmentsQuery(project.id));
  return (
    <Select
      className="pick"
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      classNames={{ popup: { root: "pick-popup" } }}
      aria-label={label ?? t("ask.segment.label")}
      placeholder={t("ask.segment.choose")}
      notFoundContent={isPending ? null : t("ask.segment.none")}
      value={value}
      onChange={onChange}
      options={(data ?? []).map((one) => ({ value: one.id, label: one.name, size: one.size }))}
      optionRender={(option) => (
        <span className="pick-option">
          <span>{option.label}</span>
          <small>{format.exact((option.data as { size?: number }).size)}</small>
        </span>
      )}
    />
  );
}
