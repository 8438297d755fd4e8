import { useTranslation } from "react-i18next";
import { CATEGORICAL } from "@/base/palette";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  eventLabel,
  groupKey,
  SESSION_ENDS,
  SESSION_FIGURES,
  type SessionFigure,
  type SessionRow,
  sessionEnds,
  sessionRows,
  sessionTotals,
} from "@/base/question";
import { Lines, Ranks } from "@/charts";
import type { Sessions } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { groupsOf } from "./groups";
import { Moved } from "./Moved";
import { Pick, useLookedAt } from "./Pick";
import { describeLines, useHidden, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

const AS: Record<SessionFigure, "number" | "rate" | "seconds"> = {
  sessions: "number",
  people: "number",
  sessions_per_person: "number",
  median_seconds: "seconds",
  mean_seconds: "seconds",
  events_per_session: "number",
  pageviews_per_session: "number",
  bounce_rate: "rate",
};

/** One figure of sessions over time, all of them as a table, and with what sessions begin and end. */
export default function SessionsResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Sessions>) {
  const { t } = useTranslation();
  const { png, onReady } = usePicture();
  const { hidden, toggle } = useHidden();
  const [as, setAs] = useLookedAt("as");
  const figure = SESSION_FIGURES.find((one) => one === as) ?? "sessions";
  const rows = sessionRows(answer);
  const totals = sessionTotals(answer);
  const earlier = earlierOf(answer, sessionRows, {
    by: ["breakdown"],
    period: { field: "bucket", interval: question.interval },
  });
  const earlierTotal = earlierOf(answer, sessionTotals, { by: ["breakdown"] });
  const broken = breakdownsOf(question).length > 0;
  const names = { broken, value: format.value, whole: t(`kinds.sessions.figure.${figure}`) };
  const groups = groupsOf(rows, names, dark);
  const buckets = [...new Set(rows.map((row) => row.bucket))];
  const bucket = (one: string) => format.bucket(one, question.interval);
  const write =
    AS[figure] === "rate" ? format.rate : AS[figure] === "seconds" ? format.duration : format.exact;
  const lines = groups.map((group) => ({
    ...group,
    points: buckets.map((one) => {
      const row = group.rows.find((own) => own.bucket === one);
      return {
        value: row?.[figure] ?? null,
        complete: row?.complete ?? true,
        ...(earlier ? { previous: (row && earlier(row)?.[figure]) ?? null } : {}),
      };
    }),
  }));
  const columns: FigureColumn<SessionRow>[] = [
    {
      key: "bucket",
      title: t("ask.table.bucket"),
      value: (row) => row.bucket,
      write: (row) => bucket(row.bucket),
      running: (row) => !row.complete,
    },
    ...(broken
      ? [{ key: "breakdown", title: breakdownTitle(question, t), value: (row: SessionRow) => row.breakdown }]
      : []),
    ...SESSION_FIGURES.map(
      (one): FigureColumn<SessionRow> => ({
        key: one,
        title: t(`kinds.sessions.figure.${one}`),
        as: AS[one],
        value: (row) => row[one],
        ...(one === "people" || one === "sessions"
          ? {
              door: (row: SessionRow) => ({
                address: row.address,
                title: `${bucket(row.bucket)} · ${t("kinds.sessions.name")}`,
                figure: row.people ?? undefined,
              }),
            }
          : {}),
        ...(one === "bounce_rate"
          ? {
              door: (row: SessionRow) => ({
                address: row.bounced_address,
                title: `${bucket(row.bucket)} · ${t("kinds.sessions.bounced")}`,
              }),
            }
          : {}),
      }),
    ),
  ];
  useParts(onParts, () => tableOf(columns, rows, earlier), view === "chart" ? png : null);
  const palette = dark ? CATEGORICAL.dark : CATEGORICAL.light;
  const ends = (
    <div className="session-ends">
      {SESSION_ENDS.map((which) => {
        const list = sessionEnds(answer, which);
        if (list.length === 0 || list.every((one) => one.value === null)) return null;
        return (
          <section key={which}>
            <h2>{t(`kinds.sessions.end.${which}`)}</h2>
            <Ranks
              description={t(`kinds.sessions.end.${which}`)}
              ranks={list.map((one) => ({
                key: JSON.stringify(one.value),
                name: which.endsWith("event")
                  ? eventLabel(one.value, format.value, t)
                  : format.value(one.value),
                value: one.sessions,
                text: format.exact(one.sessions),
                more: format.rate(one.share),
                colour: palette[0],
                address: one.address,
                figure: one.people,
              }))}
              onOpen={onOpen}
            />
          </section>
        );
      })}
    </div>
  );
  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => row.address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const model = { buckets, lines: lines.filter((line) => !hidden.has(line.key)) };
  return (
    <>
      <Pick
        label={t("kinds.sessions.look")}
        value={figure}
        options={SESSION_FIGURES.map((one) => ({ key: one, name: t(`kinds.sessions.figure.${one}`) }))}
        onChange={(key) => setAs(key === "sessions" ? null : key)}
      />
      <Legend
        items={groups.map((group) => {
          const own = totals.find((one) => groupKey(one.breakdown) === group.key);
          return {
            key: group.key,
            name: group.name,
            colour: group.colour,
            ...(broken ? { off: hidden.has(group.key), onToggle: () => toggle(group.key) } : {}),
            children: own && (
              <>
                <button
                  type="button"
                  className="figure-door"
                  onClick={() => onOpen(own.address, group.name, own.people ?? undefined)}
                >
                  <b>{write(own[figure])}</b>
                </button>
                {earlierTotal && (
                  <Moved value={own[figure]} before={earlierTotal(own)?.[figure]} write={write} />
                )}
              </>
            ),
          };
        })}
      />
      <Lines
        model={model}
        bucket={bucket}
        value={AS[figure] === "number" ? undefined : write}
        dark={dark}
        format={format}
        description={describeLines({ buckets, lines }, { value: write, bucket }, t)}
        onOpen={(line, index) => {
          const row = line.rows.find((one) => one.bucket === buckets[index]);
          if (row) onOpen(row.address, `${bucket(row.bucket)} · ${line.name}`, row.people ?? undefined);
        }}
        onReady={onReady}
      />
      {ends}
    </>
  );
}
