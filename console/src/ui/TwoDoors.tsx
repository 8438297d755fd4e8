import { ExperimentOutlined, FileAddOutlined } from "@ant-design/icons";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { paths } from "@/base/url";
import { isOver, useJobs, useLoadDemo } from "./jobs/useJobs";
import { useAllowed } from "./useAllowed";
import { useErrorText } from "./useErrorText";

/** Where there is no data yet: load the simulated product, or import a file. */
export function TwoDoors({ onImport }: { onImport: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const demo = useLoadDemo();
  const errorText = useErrorText();
  const kept = useAllowed()("import");
  const jobs = useJobs();
  const asked = jobs.find((job) => job.id === demo.data?.id) ?? demo.data;
  const loading = demo.isPending || jobs.some((job) => job.kind === "demo" && !isOver(job));
  const loaded = asked?.status === "done" ? asked.project_id : null;

  // Whoever asked for the demo wants to see it as soon as it is there.
  useEffect(() => {
    if (loaded) navigate(paths.overview(loaded));
  }, [loaded, navigate]);

  return (
    <div className="doors">
      <button
        type="button"
        className="door door-main"
        onClick={() => demo.mutate()}
        disabled={loading}
        {...kept}
      >
        <span className="door-icon">
          <ExperimentOutlined aria-hidden="true" />
        </span>
        <b>{loading ? t("common.doors.demoLoading") : t("common.doors.demo")}</b>
        <span>{t("common.doors.demoText")}</span>
        {demo.error && <span role="alert">{errorText(demo.error)}</span>}
      </button>
      <button type="button" className="door" onClick={onImport} {...kept}>
        <span className="door-icon">
          <FileAddOutlined aria-hidden="true" />
        </span>
        <b>{t("common.doors.import")}</b>
        <span>{t("common.doors.importText")}</span>
      </button>
    </div>
  );
}
