/** Attribution: which touches deserve the credit for conversions. */
import type { Attribution, AttributionModel, EventSummary, PropertySummary } from "@/contract";
import { arrivalEvent, goalEvent, likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence, occurrences, window } from "./parts";
import { type Figures, rowsOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, record, text, wordOf } from "./shape";

export const ATTRIBUTION_MODELS: readonly AttributionModel[] = [
  "last",
  "first",
  "last_non_direct",
  "linear",
  "position",
  "time_decay",
  "markov",
  "shapley",
];

export interface AttributionRow {
  touch: unknown;
  model: AttributionModel;
  conversions: number;
  value: number | null;
  share: number | null;
  assisted: number | null;
  new: number | null;
  returning: number | null;
  touches: number | null;
  people: number;
  address: string;
}

/** What names ways in, the surest first. */
const CHANNELS = [/channel|utm_source|渠道/i, /^(entry|source|referrer)$|入口|来源/i];

/** Arrivals told apart by the channel: the project's own, else that of the session, whose first event is the touch. */
function likelyTouches(
  events: EventSummary[],
  properties: PropertySummary[],
): Pick<Attribution, "touches" | "breakdown"> {
  const channels = properties.filter((one) => one.scope === "event" && one.type === "text");
  const named = channels.filter((one) => !one.name.startsWith("$"));
  const own = CHANNELS.map((word) => named.find((one) => word.test(one.name))).find(Boolean);
  if (own)
    return {
      touches: [{ event: arrivalEvent(events) }],
      breakdown: { property: own.name, scope: "event", top: 8 },
    };
  const known = (name: string) => properties.some((one) => one.name === name);
  // Sessions have the channel of their first event, where collecting found one.
  if (known("$channel") && known("$session_channel") && known("$session_start"))
    return {
      touches: [
        { event: null, filters: [{ property: "$session_start", scope: "event", op: "=", value: true }] },
      ],
      breakdown: { property: "$session_channel", scope: "event", top: 8 },
    };
  return {
    touches: likelyPath(events)
      .slice(0, 2)
      .map((event) => ({ event })),
  };
}

export const attributionRows = (answer: Figures) => rowsOf<AttributionRow>(answer);

export const attribution: KindOf<Attribution> = {
  decode: (raw) =>
    asked<Attribution>(
      raw,
      {
        conversion: occurrence,
        touches: occurrences,
        models: (value) => listOf(wordOf(ATTRIBUTION_MODELS))(value ?? ["last"]),
        window: (value) => window(value ?? { value: 30, unit: "day" }),
      },
      { value: text, position: record, half_life: window, breakdown: breakdowns },
    ),
  fresh: (events, range, properties) => ({
    kind: "attribution",
    conversion: { event: goalEvent(events) },
    ...likelyTouches(events, properties),
    models: ["first", "last", "linear"],
    window: { value: 30, unit: "day" },
    range,
  }),
  about: (question, events) =>
    events.length > 1 ? { ...question, conversion: { event: events.at(-1) ?? null } } : question,
  occurrences: (question) => [...question.touches, question.conversion],
  map: (question, change) => ({
    ...question,
    conversion: change(question.conversion),
    touches: question.touches.map(change),
  }),
  missing: (question) => (question.touches.length === 0 ? ["touches"] : []),
  say: (question, t) =>
    t("kinds.attribution.say", {
      event: occurrenceName(question.conversion, t),
      models: question.models.map((one) => t(`kinds.attribution.model.${one}`)).join(t("kinds.comma")),
    }),
  breakdowns: 3,
  intervals: [],
};
