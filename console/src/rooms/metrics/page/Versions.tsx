import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { MetricVersion, OneMetric } from "@/contract";
import { Card, MetricText, Moment } from "@/ui";

/** Everything a metric said, the newest first. */
export function Versions({ metric }: { metric: OneMetric }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const [newest] = metric.versions;
  return (
    <Card title={t("metrics.versions.title")}>
      {newest && metric.versions.length > 1 && (
        <Alert
          type="info"
          showIcon
          className="metric-restated"
          title={
            newest.effective
              ? t("metrics.versions.restatedSince", { day: format.day(newest.effective) })
              : t("metrics.versions.restated")
          }
        />
      )}
      <ol className="metric-versions">
        {metric.versions.map((version) => (
          <Version key={version.version} version={version} />
        ))}
      </ol>
    </Card>
  );
}

function Version({ version }: { version: MetricVersion }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <li>
      <b>{t("metrics.versions.one", { number: version.version })}</b>{" "}
      <small>
        <Moment at={version.at} /> {version.by && `· ${version.by}`}
        {version.effective && ` · ${t("metrics.versions.effective", { day: format.day(version.effective) })}`}
      </small>
      <p>
        <MetricText metric={version.metric} />
      </p>
      {version.note && <p className="metric-quiet">{version.note}</p>}
    </li>
  );
}
