/** What the pages of groups by likeness work out for themselves. */
import type { GroupNames, GroupScore, PropertySummary } from "@/contract";

const MOST_FEATURES = 20;
const USUAL = 5;

/** Properties of people that say who somebody is rather than what they are like. */
const NAMES = /(^|_)(id|name|phone|mobile|e?mail|idfa|imei|token|avatar|url|nick\w*)$|手机|邮箱|姓名|昵称/i;

/** Properties by which people can be compared. */
export const comparable = (properties: readonly PropertySummary[]) =>
  properties.filter(
    (one) => one.scope === "person" && one.sensitive == null && !one.name.startsWith("$group"),
  );

/** What people are usually alike in: how much they do and how recently, and what is computed of them. */
export function usualFeatures(properties: readonly PropertySummary[]): string[] {
  const able = comparable(properties).filter((one) => !NAMES.test(one.name));
  const own = able.filter((one) => !one.name.startsWith("$") && one.type === "number");
  const first = able.filter((one) => one.name === "$events" || one.name === "$last_seen");
  const rest = able.filter((one) => !one.name.startsWith("$") && one.type !== "number");
  return [...first, ...own, ...rest].slice(0, USUAL).map((one) => one.name);
}

export const roomFor = (features: readonly string[]) => features.length < MOST_FEATURES;

/** Which of the conditions a number of groups does not fulfil. */
export function lacks(score: GroupScore): ("apart" | "stable" | "large")[] {
  const gain = score.silhouette - score.reference;
  return [
    ...(gain > Math.max(0.03, 3 * score.spread) ? [] : (["apart"] as const)),
    ...(score.stability >= 0.75 ? [] : (["stable"] as const)),
    ...(score.smallest >= 0.02 ? [] : (["large"] as const)),
  ];
}

/** A key that no model has yet; nobody has to look at it. */
export function freeKey(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) if (!taken.includes(`alike${number}`)) return `alike${number}`;
}

/** A name that somebody gave is read in both languages. */
export const bothNames = (name: string): GroupNames => ({ zh: name.trim(), en: name.trim() });
