import { Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { useDark } from "@/base/theme";
import { Matrix, type MatrixModel } from "@/charts";
import type { LayerComposition, Question, RfmComposition } from "@/contract";
import { Card, Change, DataTable, Figure, usePeopleBehind } from "@/ui";
import { useNames } from "../words";
import { useDoor } from "./Composition";

interface Props {
  data: LayerComposition;
  rfm: RfmComposition;
}

type Score = RfmComposition["scores"]["r"][number];
type Form = "rfm" | "free" | "rfe";
type Class = RfmComposition["classes"][number] & { part: LayerComposition["parts"][number] | undefined };

const formOf = (data: LayerComposition): Form =>
  data.definition.layers.kind === "rfm" ? data.definition.layers.form : "rfm";

/** How the last of the three is written: money, time spent, or a number. */
function useAmount(form: Form): (amount: number | null | undefined) => string {
  const format = useProjectFormat();
  const { currency } = useProject();
  return (amount) =>
    form === "rfm"
      ? format.shortMoney(amount, currency)
      : form === "free"
        ? format.shortDuration(amount)
        : format.short(amount);
}

/** Everybody who is scored: by R and F, and by class with what each is worth and what to do about it. */
export function RfmView({ data, rfm }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const door = useDoor(data);
  const nobody = data.parts.find((part) => part.value === null);
  return (
    <>
      <Scores data={data} rfm={rfm} />
      <Card
        flush
        title={t("layers.rfm.classes")}
        extra={
          <span className="layers-note">
            {t("layers.rfm.scored", { count: rfm.people, shown: format.exact(rfm.people) })}
            {nobody && nobody.people > 0 && (
              <>
                {" · "}
                <Figure onOpen={door(nobody.address, t("layers.rfm.none"), nobody.people)}>
                  {t("layers.rfm.noneCount", { shown: format.exact(nobody.people) })}
                </Figure>
              </>
            )}
          </span>
        }
      >
        <Classes data={data} rfm={rfm} />
      </Card>
    </>
  );
}

function Scores({ data, rfm }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const form = formOf(data);
  const amount = useAmount(form);
  const best = [...rfm.scores.r].reverse();
  const span = (low: number | null, high: number | null, write: (value: number | null) => string) =>
    low === null ? t("layers.rfm.empty") : low === high ? write(low) : `${write(low)} – ${write(high)}`;
  const days = (one: Score) =>
    one.low === null
      ? t("layers.rfm.empty")
      : t("layers.rfm.daysAgo", { days: span(one.low, one.high, format.exact) });
  const times = (one: Score) =>
    one.low === null
      ? t("layers.rfm.empty")
      : t("layers.rfm.times", { times: span(one.low, one.high, format.exact) });
  const most = Math.max(1, ...rfm.cells.map((cell) => cell.people));
  const cellOf = (r: string, f: string) =>
    rfm.cells.find((cell) => String(cell.r) === r && String(cell.f) === f);
  const model: MatrixModel = {
    corner: t(`layers.rfm.corner.${form}`),
    rows: best.map((one) => ({
      key: String(one.score),
      name: `R${one.score} · ${days(one)}`,
    })),
    columns: rfm.scores.f.map((one) => ({
      key: String(one.score),
      name: `F${one.score} · ${times(one)}`,
    })),
    cell: (row, column) => {
      const cell = cellOf(row.key, column.key);
      if (!cell?.people) return null;
      return {
        text: format.exact(cell.people),
        small: amount(cell.amount),
        heat: Math.sqrt(cell.people / most),
        address: cell.address ?? null,
        title: `R${row.key} F${column.key}`,
        figure: cell.people,
      };
    },
  };
  return (
    <Card title={t("layers.rfm.grid")}>
      <Matrix
        model={model}
        dark={dark}
        description={t("layers.rfm.describe", { people: format.exact(rfm.people) })}
        onOpen={({ address, title, figure }, row, column) => {
          const question = cellOf(row, column)?.question as unknown as Question | null;
          if (address && question)
            open({ question, address, title, ...(figure === undefined ? {} : { figure }) });
        }}
      />
      <p className="table-note">
        {rfm.scores.m.map((one) => `M${one.score}: ${span(one.low, one.high, amount)}`).join(" · ")}
        {" · "}
        {t(`layers.rfm.small.${form}`)}
      </p>
    </Card>
  );
}

function Classes({ data, rfm }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = useNames();
  const door = useDoor(data);
  const form = formOf(data);
  const amount = useAmount(form);
  const wide = Grid.useBreakpoint().md ?? true;
  const rows = rfm.classes.map(
    (one): Class => ({ ...one, part: data.parts.find((part) => part.value === one.value) }),
  );
  const name = (row: Class) => (row.part?.names ? named(row.part.names) : row.value);
  const advice = (row: Class) => (
    <span className="rfm-advice">{row.part?.advice ? named(row.part.advice) : ""}</span>
  );
  const number = (title: string, key: string, write: (row: Class) => string) => ({
    title,
    key,
    align: "right" as const,
    render: (_: unknown, row: Class) => write(row),
  });
  const columns: NonNullable<TableProps<Class>["columns"]> = [
    {
      title: t("layers.rfm.class"),
      key: "class",
      render: (_, row) => (
        <>
          <b>{name(row)}</b>
          {!wide && advice(row)}
        </>
      ),
    },
    {
      title: t("layers.rfm.people"),
      key: "people",
      align: "right",
      render: (_, row) => (
        <Figure
          label={`${name(row)}: ${format.exact(row.people)}`}
          onOpen={door(row.part?.address ?? null, name(row), row.people)}
        >
          {format.exact(row.people)}
        </Figure>
      ),
    },
    {
      title: t("layers.rfm.change"),
      key: "change",
      align: "right",
      render: (_, row) => <Change value={row.people} previous={row.part?.before ?? null} good="neutral" />,
    },
    {
      title: t("layers.rfm.shares"),
      key: "shares",
      render: (_, row) => <Shares people={row.share} amount={row.amount_share} />,
    },
    number(t(`layers.rfm.amount.${form}`), "amount", (row) => amount(row.amount)),
    number(t("layers.rfm.recency"), "recency", (row) => format.exact(round(row.recency))),
    number(t("layers.rfm.frequency"), "frequency", (row) => format.exact(round(row.frequency))),
    number(t(`layers.rfm.mean.${form}`), "monetary", (row) => amount(row.monetary)),
    {
      title: t("layers.rfm.advice"),
      key: "advice",
      render: (_, row) => advice(row),
    },
  ];
  // On a phone: who, how many, what they are worth, and under the name what to do.
  const few = columns.filter(({ key }) => ["class", "people", "shares"].includes(String(key)));
  return (
    <DataTable<Class>
      rowKey="value"
      columns={wide ? columns : few}
      dataSource={rows}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}

const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);

/** Share of people above share of value: where they part is what the class is about. */
function Shares({ people, amount }: { people: number | null; amount: number | null }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const bar = (share: number | null, kind: "people" | "amount") => (
    <span className={`rfm-share rfm-${kind}`}>
      <i style={{ width: `${100 * Math.max(0, Math.min(1, share ?? 0))}%` }} aria-hidden="true" />
      <small>{t(`layers.rfm.of.${kind}`, { share: format.rate(share) })}</small>
    </span>
  );
  return (
    <span className="rfm-shares">
      {bar(people, "people")}
      {bar(amount, "amount")}
    </span>
  );
}
