import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/base/api";
import { metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { MetricUse, OneMetric } from "@/contract";
import { useErrorText } from "@/ui";
import { useMetricActions } from "./queries";

/** Deletes a metric with a way back; where something looks at it, says what. */
export function useRemove(): (metric: OneMetric) => void {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const project = useProject();
  const navigate = useNavigate();
  const { locale } = useProjectFormat();
  const { message, modal } = App.useApp();
  const { remove, restore } = useMetricActions();
  const failed = (error: unknown) => void message.error(errorText(error));
  const back = (metric: OneMetric) => (
    <>
      {t("metrics.removed", { name: metricName(metric.metric, locale) })}{" "}
      <Button
        type="link"
        size="small"
        onClick={() => restore.mutateAsync(metric.id).then(() => message.destroy(), failed)}
      >
        {t("metrics.undo")}
      </Button>
    </>
  );
  // The page is left at once; callbacks given to mutate() would go with it.
  return (metric) =>
    remove.mutateAsync(metric.key).then(
      () => {
        navigate(paths.metrics(project.id));
        message.success({ duration: 8, content: back(metric) });
      },
      (error) => {
        if (!(error instanceof ApiError && error.code === "metric_used")) return failed(error);
        modal.warning({
          title: t("metrics.used", { name: metricName(metric.metric, locale) }),
          content: (
            <ul>
              {((error.params.used_by ?? []) as MetricUse[]).map((use) => (
                <li key={`${use.kind}:${use.id}`}>
                  {t(`common.uses.${use.kind}`, { defaultValue: use.kind })} <b>{use.name}</b>
                </li>
              ))}
            </ul>
          ),
          okText: t("common.close"),
        });
      },
    );
}
