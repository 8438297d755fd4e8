import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { PERSON_MEASURES, places, replaced, wantsProperty, without } from "@/base/question";
import type { PeopleList, PersonColumn } from "@/contract";
import {
  Choice,
  EventSelect,
  Field,
  FilterList,
  FiltersOf,
  Line,
  NumberInput,
  PropertySelect,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";

/** People who [are and did …], with columns about each. */
export default function PeopleBuilder({ question, onChange }: BuilderProps<PeopleList>) {
  const { t } = useTranslation();
  const { who = [], columns = [] } = question;
  const set = (change: Partial<PeopleList>) => onChange({ ...question, ...change });
  const at = places("columns", columns);
  const setColumn = (index: number, column: PersonColumn) =>
    set({ columns: replaced(columns, index, column) });
  return (
    <>
      <p className="builder-say">{t("kinds.people.who")}</p>
      <FiltersOf value="people">
        <FilterList path="who" filters={who} onChange={(next) => set({ who: next })} />
      </FiltersOf>
      <p className="builder-say">{t("kinds.people.columns")}</p>
      {columns.map((one, index) => (
        <div className="filter-item" key={at[index]}>
          <div className="did-line">
            <Choice
              label={t("kinds.people.measureLabel")}
              value={one.measure}
              options={PERSON_MEASURES}
              name={(measure) => t(`kinds.people.measure.${measure}`)}
              onChange={(measure) =>
                setColumn(index, measure === "property" ? { measure } : { measure, event: one.event ?? null })
              }
            />
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t("kinds.people.removeColumn", { number: index + 1 })}
              onClick={() => set({ columns: without(columns, index) })}
            />
          </div>
          {one.measure !== "property" && (
            <Field path={`columns.${index}.event`}>
              <EventSelect
                label={t("ask.event")}
                value={one.event ?? null}
                onChange={(event) => setColumn(index, { ...one, event })}
              />
            </Field>
          )}
          {wantsProperty(one.measure) && (
            <Field path={`columns.${index}.property`}>
              <PropertySelect
                label={t("ask.filter.property")}
                only={{
                  scope: one.measure === "property" ? "person" : "event",
                  ...(one.measure === "sum" ? { type: "number" as const } : {}),
                }}
                value={
                  one.property
                    ? { property: one.property, scope: one.measure === "property" ? "person" : "event" }
                    : null
                }
                onChange={(chosen) => chosen && setColumn(index, { ...one, property: chosen.property })}
              />
            </Field>
          )}
        </div>
      ))}
      {columns.length < 20 && (
        <Button
          type="text"
          size="small"
          className="add-line"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => set({ columns: [...columns, { measure: "events", event: null }] })}
        >
          {t("kinds.people.addColumn")}
        </Button>
      )}
      <Line say={t("kinds.people.limit")}>
        <NumberInput
          label={t("kinds.people.limit")}
          min={1}
          max={10000}
          value={question.limit ?? 100}
          onChange={(limit) => set({ limit })}
        />
      </Line>
    </>
  );
}
