import { useTranslation } from "react-i18next";
import type { Distribution } from "@/contract";
import {
  Advanced,
  Choice,
  Either,
  Field,
  findProperty,
  Line,
  NumberInput,
  OccurrenceRow,
  PropertySelect,
  useCatalogue,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { NumberList } from "../parts/NumberList";

const BY = ["events", "people"] as const;
const ONE_VALUE = ["last", "sum", "avg", "min", "max"] as const;
const BARS = 20;

/** Of [event] the values of [property]. */
export default function DistributionBuilder({ question, onChange }: BuilderProps<Distribution>) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const set = (change: Partial<Distribution>) => onChange({ ...question, ...change });
  const type = findProperty(catalogue, question.property, question.scope)?.type ?? "text";
  const { by = "events" } = question;
  const ofPerson = question.scope === "person";
  return (
    <>
      <OccurrenceRow
        path="event"
        value={question.event}
        onChange={(event) => set({ event })}
        lead={t("ask.say.of")}
        label={t("ask.event")}
      />
      <Line say={t("kinds.distribution.property")}>
        <Field path="property">
          <PropertySelect
            label={t("kinds.distribution.property")}
            value={question.property ? { property: question.property, scope: question.scope } : null}
            onChange={(chosen) =>
              chosen &&
              set({
                property: chosen.property,
                scope: chosen.scope,
                edges: undefined,
                person_value: undefined,
              })
            }
          />
        </Field>
      </Line>
      <Line say={t("kinds.distribution.by")}>
        <Either
          label={t("kinds.distribution.by")}
          value={by}
          options={BY}
          name={(one) => t(`kinds.distribution.bys.${one}`)}
          onChange={(next) => set({ by: next === "events" ? undefined : next, person_value: undefined })}
        />
      </Line>
      <Advanced
        used={[question.person_value, question.edges, question.bars, question.top].filter(Boolean).length}
      >
        {by === "people" && !ofPerson && type === "number" && (
          <Line say={t("kinds.distribution.each")}>
            <Choice
              label={t("kinds.distribution.each")}
              value={question.person_value ?? "last"}
              options={ONE_VALUE}
              name={(one) => t(`kinds.distribution.values.${one}`)}
              onChange={(next) => set({ person_value: next })}
            />
          </Line>
        )}
        {type === "number" ? (
          <>
            <Line say={t("kinds.distribution.bars")}>
              <NumberInput
                label={t("kinds.distribution.bars")}
                min={2}
                max={200}
                value={question.bars ?? BARS}
                onChange={(bars) => set({ bars })}
              />
            </Line>
            <Line say={t("kinds.distribution.edges")}>
              <Field path="edges">
                <NumberList
                  label={t("kinds.distribution.edges")}
                  placeholder="0, 100, 500"
                  value={question.edges}
                  onChange={(edges) => set({ edges })}
                />
              </Field>
            </Line>
          </>
        ) : (
          <Line say={t("ask.breakdown.topLabel")}>
            <NumberInput
              label={t("ask.breakdown.topLabel")}
              min={1}
              max={200}
              value={question.top ?? BARS}
              onChange={(top) => set({ top })}
            />
          </Line>
        )}
      </Advanced>
    </>
  );
}
