import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { toCsv } from "@/base/question";
import { paths } from "@/base/url";
import type { Segment, UploadedList } from "@/contract";
import { usePropertyName } from "@/ui";

/** What became of an uploaded list. */
export function Outcome({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <div className="segment-outcome">
      <h3>{t("segments.upload.done", { name: segment.name })}</h3>
      {segment.upload && <UploadFacts upload={segment.upload} size={segment.size} />}
      <Link to={paths.segment(project.id, segment.id)}>
        <Button type="primary" tabIndex={-1}>
          {t("segments.upload.open")}
        </Button>
      </Link>
    </div>
  );
}

/** How many ids a list had, how many people they are, and which of them nobody has. */
export function UploadFacts({ upload, size }: { upload: UploadedList; size: number }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const { unknown, examples } = upload;
  const take = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(
      new Blob(
        [
          toCsv(
            [upload.column],
            examples.map((one) => [one]),
          ),
        ],
        { type: "text/csv" },
      ),
    );
    link.download = "unknown.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <>
      <dl className="segment-facts">
        <dt>{t("segments.upload.file")}</dt>
        <dd>{upload.file}</dd>
        <dt>{t("segments.upload.column")}</dt>
        <dd>{upload.column}</dd>
        <dt>{t("segments.upload.by")}</dt>
        <dd>{upload.by === "distinct_id" ? t("segments.upload.ids") : named(upload.by)}</dd>
        <dt>{t("segments.upload.given")}</dt>
        <dd>
          {format.exact(upload.given)}
          {upload.different !== upload.given &&
            ` (${t("segments.upload.different", { shown: format.exact(upload.different) })})`}
        </dd>
        <dt>{t("segments.upload.matched")}</dt>
        <dd>{format.exact(size)}</dd>
        <dt>{t("segments.upload.unknown")}</dt>
        <dd className={unknown > 0 ? "segment-unknown" : ""}>{format.exact(unknown)}</dd>
      </dl>
      {unknown > 0 && (
        <section className="segment-strangers">
          <h3>
            {examples.length < unknown
              ? t("segments.upload.someUnknown", { shown: format.exact(examples.length) })
              : t("segments.upload.allUnknown")}
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys */}
          <ul tabIndex={0} aria-label={t("segments.upload.unknown")}>
            {examples.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <Button size="small" icon={<DownloadOutlined aria-hidden="true" />} onClick={take}>
            {t("segments.upload.take")}
          </Button>
        </section>
      )}
    </>
  );
}
