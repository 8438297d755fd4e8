/** Questions that give a good answer for a project nobody has told us anything about. */
import type { EventSummary, Question, Range } from "@/contract";
import { daysBetween } from "../range/range";

/** What names give away, the surest first. */
const GOALS = [/purchas|pay_|paid|payment|支付|付款|购买/i, /order|下单|订单|成交/i, /checkout|buy|购/i];
const STARTS = [
  /sign.?up|regist|注册/i,
  /install|first|下载|激活/i,
  /visit|open|view|launch|访问|打开|浏览|启动/i,
];
const INTENTS = [/cart|加购|购物车/i, /checkout|结算|下单/i, /item|product|detail|商品|详情/i];
const SETBACKS = /fail|error|refund|cancel|失败|退款|取消/i;

const byPeople = (events: EventSummary[]) =>
  [...events].sort((a, b) => b.people - a.people || b.count - a.count);

function named(events: EventSummary[], words: RegExp[]): EventSummary | undefined {
  for (const word of words) {
    const found = events.find((event) => word.test(event.name));
    if (found) return found;
  }
  return undefined;
}

/** The event most people have. */
export const mainEvent = (events: EventSummary[]): string | null => byPeople(events)[0]?.name ?? null;

/** A way through the product: from what many do to what fewer do, ending in what looks like a purchase. */
export function likelyPath(events: EventSummary[]): string[] {
  const ranked = byPeople(events).filter((event) => event.people > 0 && !SETBACKS.test(event.name));
  const start = named(ranked, STARTS) ?? ranked[0];
  if (!start) return [];
  const others = ranked.filter((event) => event !== start);
  const goal = named(others, GOALS);
  const between = others.filter(
    (event) => event !== goal && event.people <= start.people && (!goal || event.people >= goal.people),
  );
  const middle = named(between, INTENTS) ?? between[0];
  return [start, middle, goal].flatMap((event) => (event ? [event.name] : []));
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
  const shared = {
    ...(question.filters ? { filters: question.filters } : {}),
    ...(question.marked ? { marked: question.marked } : {}),
  };
  const breakdown = "breakdown" in question && question.breakdown ? { breakdown: question.breakdown } : {};
  const chosen = eventsOf(question).filter((event): event is string => event !== null);
  switch (fresh.kind) {
    case "trend":
      return chosen.length > 0
        ? {
            ...fresh,
            ...shared,
            ...breakdown,
            series: unique(chosen).map((event) => ({ event, measure: "people" })),
          }
        : { ...fresh, ...shared, ...breakdown };
    case "funnel":
      return chosen.length > 1
        ? { ...fresh, ...shared, ...breakdown, steps: chosen.map((event) => ({ event })) }
        : { ...fresh, ...shared, ...breakdown };
    case "retention": {
      const first = chosen[0];
      return first ? { ...fresh, ...shared, start: { event: first } } : { ...fresh, ...shared };
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
