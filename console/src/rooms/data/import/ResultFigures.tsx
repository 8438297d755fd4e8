import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { ImportResult } from "@/contract";
import { Moment } from "@/ui";

/** What became of every row; the parts add up to the rows of the file. */
export function ResultFigures({ result, dry }: { result: ImportResult; dry?: boolean }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const facts: [string, number, string][] = [
    ["rows", result.rows, ""],
    [dry ? "wouldLoad" : "loaded", result.loaded, "fact-main"],
    ["duplicates", result.duplicates, ""],
    ...(result.filtered > 0 ? [["filtered", result.filtered, ""] as [string, number, string]] : []),
    ["bad", result.bad, result.bad > 0 ? "fact-bad" : ""],
    ["newPeople", result.new_people, ""],
  ];
  return (
    <dl className="fact-row">
      {facts.map(([key, value, tone]) => (
        <div key={key} className={tone}>
          <dt>{t(`data.import.result.${key}`)}</dt>
          <dd>{format.exact(value)}</dd>
        </div>
      ))}
      <div className="fact-time">
        <dt>{t("data.import.result.span")}</dt>
        <dd>
          <Moment at={result.first_time} /> – <Moment at={result.last_time} />
        </dd>
      </div>
    </dl>
  );
}
