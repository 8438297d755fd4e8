/** A question to begin with, and the same interest as another kind of question. */
import type { EventSummary, Kind, PropertySummary, Question, Range } from "@/contract";
import { breakdownsOf, withBreakdowns } from "./breakdowns";
import { kindOf } from "./kinds";

export const defaultQuestion = (
  kind: Kind,
  events: EventSummary[],
  range: Range,
  properties: PropertySummary[] = [],
): Question => kindOf(kind).fresh(events, range, properties);

/** The names of a question's events; null stands for any event. */
export const eventsOf = (question: Question): (string | null)[] =>
  kindOf(question.kind)
    .occurrences(question)
    .map((one) => one.event);

/** The same interest as another kind of question: events, filters, breakdown and range are kept. */
export function convert(
  question: Question,
  kind: Kind,
  events: EventSummary[],
  properties: PropertySummary[] = [],
): Question {
  if (question.kind === kind) return question;
  const target = kindOf(kind);
  const chosen = [...new Set(eventsOf(question).filter((event) => event !== null))];
  const fresh = target.fresh(events, question.range, properties);
  const about = chosen.length > 0 ? target.about(fresh, chosen) : fresh;
  const by = breakdownsOf(question).slice(0, target.breakdowns);
  const whole = by.length > 0 ? withBreakdowns(about, by) : about;
  return {
    ...whole,
    ...(question.filters ? { filters: question.filters } : {}),
    ...(question.compare ? { compare: question.compare } : {}),
    ...(question.marked ? { marked: question.marked } : {}),
  };
}
