/** What the names and the sizes of events tell about a project nobody has described. */
import type { EventSummary, PropertySummary, Range } from "@/contract";
import { daysBetween } from "../range/range";

/** What names give away, the surest first. */
const GOALS = [/purchas|pay_|paid|payment|支付|付款|购买/i, /order|下单|订单|成交/i, /checkout|buy|购/i];
const STARTS = [
  /sign.?up|regist|注册/i,
  /install|first|下载|激活/i,
  /visit|open|view|launch|访问|打开|浏览|启动/i,
];
const ARRIVALS = [
  /visit|session|访问/i,
  /open|launch|打开|启动/i,
  /view|screen|浏览/i,
  /install|first|下载|激活/i,
  /sign.?up|regist|注册/i,
];
const INTENTS = [/cart|加购|购物车/i, /checkout|结算|下单/i, /item|product|detail|商品|详情/i];
const AMOUNTS = [/amount|revenue|gmv|金额|收入/i, /total|paid|price|价格/i];
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

/** What looks like the aim of it all: a purchase, an order; else the last of the likely path. */
export function goalEvent(events: EventSummary[]): string | null {
  const ranked = byPeople(events).filter((event) => event.people > 0 && !SETBACKS.test(event.name));
  return named(ranked, GOALS)?.name ?? likelyPath(events).at(-1) ?? null;
}

/** With what people arrive; that which most have where no name says so. */
export const arrivalEvent = (events: EventSummary[]): string | null =>
  (named(byPeople(events), ARRIVALS) ?? byPeople(events)[0])?.name ?? null;

/** The number that looks most like money, of events. */
export function amountProperty(properties: PropertySummary[]): string {
  const numbers = properties.filter((one) => one.type === "number" && one.scope === "event");
  const own = numbers.filter((one) => !one.name.startsWith("$"));
  const likely = AMOUNTS.map((word) => own.find((one) => word.test(one.name))).find(Boolean);
  return (likely ?? own[0] ?? numbers[0])?.name ?? "";
}

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
