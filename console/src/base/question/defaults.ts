/** Questions that give a good answer for a project nobody has told us anything about. */
import type { EventSummary, Question, Range } from "@/contract";
import { daysBetween } from "../range/range";

const PURCHASES = [/purchas|支付|付款|购买/i, /order|paid|pay|下单|订单|成交/i, /checkout|buy|购/i];
const START = /sign.?up|register|regist|install|first|visit|view|open|注册|浏览|访问|打开/i;

const byPeople = (events: EventSummary[]) =>
  [...events].sort((a, b) => b.people - a.people || b.count - a.count);

/** The event most people have. */
export const mainEvent = (events: EventSummary[]): string | null => byPeople(events)[0]?.name ?? null;

/** A way through the product: from what many do to what fewer do, ending in what looks like a purchase. */
export function likelyPath(events: EventSummary[]): string[] {
  const ranked = byPeople(events);
  const start = ranked.find((event) => START.test(event.name)) ?? ranked[0];
  if (!start) return [];
  const goal = PURCHASES.map((words) =>
    ranked.find((event) => words.test(event.name) && event.name !== start.name && event.people > 0),
  ).find((event) => event !== undefined);
  const others = ranked.filter((event) => event.name !== start.name && event.name !== goal?.name);
  const between = others.find(
    (event) => event.people <= start.people && (!goal || event.people >= goal.people) && event.people > 0,
  );
  return [start, between, goal].flatMap((event) => (event ? [event.name] : []));
}

/** Periods of which a range holds neither too few nor too many. */
export function intervalFor(range: Range): "day" | "week" | "month" {
  const days =
    "last" in range
      ? range.last * { day: 1, week: 7, month: 30 }[range.unit]
      : daysBetween(range.from, range.to) + 1;
  if (days <= 31) return "day";
  return days <= 180 ? "week" : "month";
}

export function defaultQuestion(kind: Question["kind"], events: EventSummary[], range: Range): Question {
  switch (kind) {
    case "trend":
      return { kind, series: [{ event: null, measure: "people" }], interval: "day", range };
    case "funnel":
      return {
        kind,
        steps: likelyPath(events).map((event) => ({ event })),
        window: { value: 14, unit: "day" },
        range,
      };
    case "retention":
      return {
        kind,
        start: { event: null },
        return: { event: null },
        cohort: "first",
        interval: intervalFor(range),
        range,
      };
  }
}

/** The same interest as another kind of question: events, filters and range are kept. */
export function convert(question: Question, kind: Question["kind"], events: EventSummary[]): Question {
  if (question.kind === kind) return question;
  const fresh = defaultQuestion(kind, events, question.range);
  const shared = question.filters ? { filters: question.filters } : {};
  const breakdown = "breakdown" in question && question.breakdown ? { breakdown: question.breakdown } : {};
  const named = eventsOf(question).filter((event): event is string => event !== null);
  switch (fresh.kind) {
    case "trend":
      return named.length > 0
        ? {
            ...fresh,
            ...shared,
            ...breakdown,
            series: unique(named).map((event) => ({ event, measure: "people" })),
          }
        : { ...fresh, ...shared, ...breakdown };
    case "funnel":
      return named.length > 1
        ? { ...fresh, ...shared, ...breakdown, steps: named.map((event) => ({ event })) }
        : { ...fresh, ...shared, ...breakdown };
    case "retention": {
      const first = named[0];
      const last = named[named.length - 1];
      return first && last
        ? { ...fresh, ...shared, start: { event: first }, return: { event: last } }
        : { ...fresh, ...shared };
    }
  }
}

const unique = (names: string[]) => [...new Set(names)];

export function eventsOf(question: Question): (string | null)[] {
  switch (question.kind) {
    case "trend":
      return question.series.map((series) => series.event);
    case "funnel":
      return question.steps.map((step) => step.event);
    case "retention":
      return [question.start.event, question.return.event];
  }
}
