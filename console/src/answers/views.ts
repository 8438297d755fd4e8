/** How the answer of each kind of question is shown. Code of a kind comes when it is first looked at. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Of } from "@/base/question";
import type { Kind, Question } from "@/contract";
import type { ResultProps } from "./types";

interface AnswerView<Q extends Question> {
  Result: LazyExoticComponent<ComponentType<ResultProps<Q>>>;
  /** Its answer is a list and has no picture. */
  listed?: true;
}

const VIEWS: { [K in Kind]: AnswerView<Of<K>> } = {
  trend: { Result: lazy(() => import("./TrendResult")) },
  funnel: { Result: lazy(() => import("./FunnelResult")) },
  retention: { Result: lazy(() => import("./RetentionResult")) },
  lifecycle: { Result: lazy(() => import("./LifecycleResult")) },
  stickiness: { Result: lazy(() => import("./StickinessResult")) },
  frequency: { Result: lazy(() => import("./FrequencyResult")) },
  interval: { Result: lazy(() => import("./IntervalResult")) },
  distribution: { Result: lazy(() => import("./DistributionResult")) },
  sessions: { Result: lazy(() => import("./SessionsResult")) },
  ltv: { Result: lazy(() => import("./LtvResult")) },
  path: { Result: lazy(() => import("./PathResult")) },
  attribution: { Result: lazy(() => import("./AttributionResult")) },
  drivers: { Result: lazy(() => import("./DriversResult")) },
  migration: { Result: lazy(() => import("./MigrationResult")) },
  people: { Result: lazy(() => import("./PeopleResult")), listed: true },
};

/** What shows a kind; the question given to it must be of that kind. */
export const viewOfKind = (kind: Kind) => VIEWS[kind] as unknown as AnswerView<Question>;
