import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  groupKey,
  type LtvAge,
  type LtvRow,
  ltvAges,
  ltvPayback,
  ltvRows,
} from "@/base/question";
import { Lines } from "@/charts";
import type { Ltv } from "@/contract";
import { Legend } from "@/ui";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { chosenOf, groupsOf } from "./groups";
import { Pick, useLookedAt } from "./Pick";
import { describeLines, useHidden, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

const LOOKS = ["all", "cohorts"] as const;

/** What a person is worth by age: all cohorts together, or a line each; where their cost is earned back. */
export default function LtvResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Ltv>) {
  const { t } = useTranslation();
  const { png, onReady } = usePicture();
  const { hidden, toggle } = useHidden();
  const { currency } = useProject();
  const money = useCallback(
    (value: number | null | undefined) => format.money(value, currency),
    [format, currency],
  );
  const axis = useCallback((value: number) => format.shortMoney(value, currency), [format, currency]);
  const [as, setAs] = useLookedAt("as");
  const [at, setAt] = useLookedAt("group");
  const rows = ltvRows(answer);
  const paybacks = ltvPayback(answer);
  const earlier = earlierOf(answer, ltvRows, {
    by: ["age", "breakdown"],
    period: { field: "cohort", interval: question.cohort },
  });
  const earlierAge = earlierOf(answer, ltvAges, { by: ["age", "breakdown"] });
  const broken = breakdownsOf(question).length > 0;
  const names = { broken, value: format.value, whole: t("kinds.ltv.all") };
  const together = groupsOf(ltvAges(answer), names, dark);
  const parts = groupsOf(rows, names, dark);
  const part = chosenOf(parts, at);
  const byCohort = as === "cohorts";
  const ages = [...new Set(rows.map((row) => row.age))].sort((a, b) => a - b);
  const buckets = ages.map(String);
  const age = (one: string) => t(`chart.retention.offset.${question.age}`, { offset: Number(one) });
  const cohort = (one: string) => format.bucket(one, question.cohort);
  // Cohorts stand in for groups: each is a line of its own.
  const cohorts = groupsOf(
    (part?.rows ?? []).map((row) => ({ ...row, breakdown: row.cohort })),
    { broken: true, value: (value) => cohort(String(value)), whole: "" },
    dark,
  );
  const lines = (byCohort ? cohorts : together).map((group) => ({
    key: group.key,
    name: group.name,
    colour: group.colour,
    rows: group.rows as {
      age: number;
      address: string;
      people: number;
      per_person: number | null;
      complete: boolean;
    }[],
    points: ages.map((one) => {
      const row = group.rows.find((own) => own.age === one);
      return {
        value: row?.per_person ?? null,
        complete: row?.complete ?? true,
        ...(earlierAge && !byCohort
          ? { previous: (row && earlierAge(row as LtvAge)?.per_person) ?? null }
          : {}),
      };
    }),
  }));
  const costs = new Set(paybacks.map((one) => one.cost_per_person));
  const cost = costs.size === 1 ? paybacks[0]?.cost_per_person : null;
  const level =
    typeof cost === "number" && cost > 0
      ? { value: cost, text: t("kinds.ltv.costLevel", { cost: money(cost) }) }
      : null;
  const paid = (row: LtvRow) =>
    paybacks.find((one) => one.cohort === row.cohort && groupKey(one.breakdown) === groupKey(row.breakdown));
  const columns: FigureColumn<LtvRow>[] = [
    {
      key: "cohort",
      title: t("kinds.ltv.cohort"),
      value: (row) => row.cohort,
      write: (row) => cohort(row.cohort),
      running: (row) => !row.complete,
    },
    ...(broken
      ? [{ key: "breakdown", title: breakdownTitle(question, t), value: (row: LtvRow) => row.breakdown }]
      : []),
    { key: "age", title: t("kinds.ltv.age"), value: (row) => row.age, write: (row) => age(String(row.age)) },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({ address: row.address, title: cohort(row.cohort), figure: row.people }),
    },
    {
      key: "value",
      title: t("kinds.ltv.value"),
      as: "number",
      value: (row) => row.value,
      write: (row) => money(row.value),
    },
    {
      key: "per_person",
      title: t("kinds.ltv.perPerson"),
      as: "number",
      value: (row) => row.per_person,
      write: (row) => money(row.per_person),
    },
    {
      key: "payers",
      title: t("kinds.ltv.payers"),
      as: "number",
      value: (row) => row.payers,
      door: (row) => ({
        address: row.payers_address,
        title: `${cohort(row.cohort)} · ${t("kinds.ltv.payers")}`,
        figure: row.payers,
      }),
    },
    { key: "paying_rate", title: t("kinds.ltv.payingRate"), as: "rate", value: (row) => row.paying_rate },
    ...(paybacks.length > 0
      ? [
          {
            key: "payback_age",
            title: t("kinds.ltv.payback"),
            value: (row: LtvRow) => paid(row)?.payback_age ?? null,
            write: (row: LtvRow) => {
              const when = paid(row)?.payback_age;
              return when === null || when === undefined ? t("kinds.ltv.notYet") : age(String(when));
            },
          },
        ]
      : []),
  ];
  useParts(onParts, () => tableOf(columns, rows, earlier), view === "chart" ? png : null);
  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => `${row.cohort}|${row.age}|${groupKey(row.breakdown)}`}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const model = { buckets, lines: lines.filter((line) => !hidden.has(line.key)) };
  return (
    <>
      <div className="result-picks">
        <Either
          label={t("kinds.funnel.look")}
          value={byCohort ? "cohorts" : "all"}
          options={LOOKS}
          name={(one) => t(`kinds.ltv.looks.${one}`)}
          onChange={(next) => setAs(next === "cohorts" ? next : null)}
        />
        {byCohort && broken && part && (
          <Pick
            label={breakdownTitle(question, t)}
            value={part.key}
            options={parts}
            onChange={(key) => setAt(key)}
          />
        )}
      </div>
      <Legend
        items={lines.map((line) => {
          // The age furthest on of which all is known; an age that still runs would understate it.
          const last = line.rows.findLast((row) => row.complete) ?? line.rows.at(-1);
          return {
            key: line.key,
            name: line.name,
            colour: line.colour,
            off: hidden.has(line.key),
            onToggle: () => toggle(line.key),
            children: last && (
              <>
                <b>{money(last.per_person)}</b>
                <span className="legend-more">{age(String(last.age))}</span>
              </>
            ),
          };
        })}
      />
      <Lines
        model={model}
        bucket={age}
        value={money}
        axis={axis}
        marks={{ level }}
        dark={dark}
        format={format}
        description={describeLines({ buckets, lines }, { value: money, bucket: age }, t)}
        onOpen={(line, index) => {
          const row = line.rows.find((one) => one.age === ages[index]);
          if (row) onOpen(row.address, `${line.name} · ${age(String(row.age))}`, row.people);
        }}
        onReady={onReady}
      />
      {paybacks.length > 0 && (
        <p className="table-note">
          {t("kinds.ltv.paybackNote", {
            count: paybacks.filter((one) => one.payback_age !== null).length,
            of: paybacks.length,
          })}
        </p>
      )}
    </>
  );
}
