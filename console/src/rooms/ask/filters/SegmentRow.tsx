import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "../parts/fields";

interface Props {
  path: string;
  segment: string;
  onChange: (segment: string) => void;
}

/** People of a list that was kept. */
export function SegmentRow({ path, segment, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Field path={path}>
      <Select
        className="pick"
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        aria-label={t("ask.segment.label")}
        placeholder={t("ask.segment.choose")}
        value={segment || null}
        onChange={onChange}
        options={[]}
      />
    </Field>
  );
}
