import { Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { Choice, Either, Field, Line } from "@/ui/filters";
import { DIMENSIONS, type Rfm } from "../draft";

const SCORINGS = ["quantile", "cuts", "mean"] as const;
const BINS = ["5", "3"] as const;
const CUTS = {
  rfm: { r: [7, 30, 90, 180], f: [2, 3, 5, 10], m: [50, 200, 500, 2000] },
  free: { r: [1, 3, 7, 30], f: [2, 5, 10, 30], m: [60, 600, 3600, 18000] },
  rfe: { r: [1, 3, 7, 30], f: [2, 5, 10, 30], m: [1, 3, 10, 30] },
} as const;

interface Props {
  draft: Rfm;
  onChange: (draft: Rfm) => void;
}

/** How what people did becomes scores, and which of these are high. */
export function Scoring({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<Rfm>) => onChange({ ...draft, ...change });
  const { scoring, cuts } = draft;
  const top = scoring === "cuts" ? (cuts?.r.length ?? 4) + 1 : draft.bins;
  const highs = ["mean", ...Array.from({ length: top - 1 }, (_, index) => String(index + 2))];
  return (
    <Card title={t("layers.rfm.scoring")}>
      <Either
        label={t("layers.rfm.scoring")}
        value={scoring}
        options={SCORINGS}
        name={(one) => t(`layers.rfm.scorings.${one}`)}
        onChange={(next) => {
          const own = Object.fromEntries(DIMENSIONS.map((name) => [name, [...CUTS[draft.form][name]]]));
          set({
            scoring: next,
            high: "mean",
            ...(next === "cuts" && !cuts ? { cuts: own as NonNullable<Rfm["cuts"]> } : {}),
          });
        }}
      />
      <p className="layers-note">{t(`layers.rfm.scoringHints.${scoring}`)}</p>
      {scoring === "quantile" && (
        <Line say={t("layers.rfm.bins")}>
          <Either
            label={t("layers.rfm.bins")}
            value={String(draft.bins) as (typeof BINS)[number]}
            options={BINS}
            name={(one) => t("layers.rfm.binsOf", { count: Number(one) })}
            onChange={(next) => set({ bins: next === "3" ? 3 : 5, high: "mean" })}
          />
        </Line>
      )}
      {scoring === "cuts" && cuts && (
        <Field path="layers.cuts">
          {DIMENSIONS.map((name) => (
            <Line key={name} say={<b>{t(`layers.rfm.cutsOf.${name}`)}</b>}>
              <Cuts
                label={t(`layers.rfm.cutsOf.${name}`)}
                value={cuts[name]}
                onChange={(next) => set({ cuts: { ...cuts, [name]: next } })}
              />
            </Line>
          ))}
        </Field>
      )}
      {scoring !== "mean" && (
        <Line say={t("layers.rfm.high")}>
          <Choice
            label={t("layers.rfm.high")}
            value={String(draft.high)}
            options={highs}
            name={(one) =>
              one === "mean" ? t("layers.rfm.highMean") : t("layers.rfm.highFrom", { score: one })
            }
            onChange={(next) => set({ high: next === "mean" ? "mean" : Number(next) })}
          />
        </Line>
      )}
    </Card>
  );
}

const write = (value: readonly number[]) => value.join(", ");

function Cuts(props: { label: string; value: number[]; onChange: (value: number[]) => void }) {
  const { label, value, onChange } = props;
  const known = write(value);
  const [text, setText] = useState(known);
  useEffect(() => setText(known), [known]);
  const commit = () => {
    const numbers = text
      .split(/[,，、\s]+/)
      .filter((part) => part !== "")
      .map(Number);
    if (numbers.length > 0 && numbers.every(Number.isFinite)) onChange(numbers);
    else setText(known);
  };
  return (
    <Input
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
}
