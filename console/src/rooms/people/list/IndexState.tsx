import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { FoundPeople } from "@/contract";

/** What a search could not look through yet. Nothing where it looked through everything. */
export function IndexState({ index }: { index: FoundPeople["index"] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  if (index === null || (index.share >= 1 && !index.behind)) return null;
  const text =
    index.share < 1
      ? t("people.index.making", { share: format.rate(index.share) })
      : t("people.index.behind");
  return <Alert banner type="info" title={text} />;
}
