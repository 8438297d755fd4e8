import { Checkbox, Skeleton, Tooltip } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { convert, kindOf } from "@/base/question";
import type { Question } from "@/contract";
import { FilterList, FiltersOf, useCatalogue, withFilters } from "@/ui/filters";
import { viewOfKind } from "../kinds";
import { KindPicker } from "../parts/KindPicker";
import { BreakdownList } from "./BreakdownList";

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** The question, written so that it can be read. */
export function Builder({ question, onChange }: Props) {
  const { t } = useTranslation();
  const { events, properties } = useCatalogue();
  const { Builder: Own } = viewOfKind(question.kind);
  const { breakdowns } = kindOf(question.kind);
  return (
    <div className="builder">
      <KindPicker
        value={question.kind}
        onChange={(kind) => onChange(convert(question, kind, events, properties))}
      />
      <section className="builder-part">
        <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>
          <Own question={question} onChange={onChange} />
        </Suspense>
      </section>
      <section className="builder-part">
        <h2>{t("ask.filter.title")}</h2>
        <FiltersOf value={question.kind === "migration" ? "people" : "events"}>
          <FilterList
            path="filters"
            filters={question.filters ?? []}
            onChange={(filters) => onChange(withFilters(question, filters))}
          />
        </FiltersOf>
      </section>
      {breakdowns > 0 && (
        <section className="builder-part">
          <h2>{t("ask.breakdown.title")}</h2>
          <BreakdownList question={question} most={breakdowns} onChange={onChange} />
        </section>
      )}
      <section className="builder-part">
        <Tooltip title={t("ask.marked.hint")} placement="bottomLeft">
          <Checkbox
            checked={question.marked === true}
            onChange={(event) => {
              const { marked: _, ...rest } = question;
              onChange(event.target.checked ? { ...rest, marked: true } : rest);
            }}
          >
            {t("ask.marked.label")}
          </Checkbox>
        </Tooltip>
      </section>
    </div>
  );
}
