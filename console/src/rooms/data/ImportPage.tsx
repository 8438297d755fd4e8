import { useTranslation } from "react-i18next";
import { useUrlState } from "@/base/url";
import { Page } from "@/ui";
import { ChooseFile } from "./import/ChooseFile";
import { History } from "./import/History";
import { ImportSteps } from "./import/ImportSteps";
import { JobView } from "./import/JobView";
import { Setup } from "./import/Setup";
import "./data.css";
import "./import/import.css";
import "./import/setup.css";

/** From a file to events, in one page: choose, say what the columns are, check, import. */
export function ImportPage() {
  const { t } = useTranslation();
  const { get } = useUrlState();
  const upload = get("upload");
  const job = get("job");
  return (
    <Page title={t("data.import.title")} subtitle={get("file") ?? t("data.import.subtitle")}>
      {job ? (
        <JobView key={job} id={job} upload={upload} />
      ) : upload ? (
        <>
          <ImportSteps at={1} />
          <Setup key={upload} upload={upload} />
        </>
      ) : (
        <>
          <ImportSteps at={0} />
          <ChooseFile />
          <History />
        </>
      )}
    </Page>
  );
}
