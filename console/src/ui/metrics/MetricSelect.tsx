import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { metricsQuery } from "@/base/api";
import { metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";

interface Props {
  value: string | null;
  label: string;
  /** One that cannot be chosen. */
  except?: string;
  onChange: (key: string) => void;
}

/** One of the project's metrics, found by its names or its key. */
export function MetricSelect({ value, label, except, onChange }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const { data } = useQuery(metricsQuery(project.id));
  return (
    <Select
      className="pick"
      showSearch={{ optionFilterProp: ["label", "value"] }}
      popupMatchSelectWidth={false}
      aria-label={label}
      placeholder={t("metrics.choose")}
      notFoundContent={t("metrics.noOther")}
      value={value || null}
      options={(data ?? [])
        .filter((one) => one.key !== except)
        .map((one) => ({ value: one.key, label: metricName(one.metric, locale) }))}
      onChange={onChange}
    />
  );
}
