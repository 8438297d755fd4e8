/** How each kind of question is edited and how its answer is shown. Code of a kind comes when it is asked. */
import {
  AimOutlined,
  AreaChartOutlined,
  BarChartOutlined,
  BranchesOutlined,
  BulbOutlined,
  ClockCircleOutlined,
  DollarOutlined,
  FieldTimeOutlined,
  FunnelPlotOutlined,
  HeatMapOutlined,
  LineChartOutlined,
  PushpinOutlined,
  SwapOutlined,
  SyncOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from "react";
import type { Of } from "@/base/question";
import type { Kind, Question } from "@/contract";
import type { ResultProps } from "./result/types";

export interface BuilderProps<Q extends Question> {
  question: Q;
  onChange: (question: Q) => void;
}

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;

interface KindView<Q extends Question> {
  icon: ReactNode;
  Builder: Lazy<BuilderProps<Q>>;
  Result: Lazy<ResultProps<Q>>;
  /** Its answer is a list and has no picture. */
  listed?: true;
}

const VIEWS: { [K in Kind]: KindView<Of<K>> } = {
  trend: {
    icon: <LineChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/TrendBuilder")),
    Result: lazy(() => import("./result/TrendResult")),
  },
  funnel: {
    icon: <FunnelPlotOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/FunnelBuilder")),
    Result: lazy(() => import("./result/FunnelResult")),
  },
  retention: {
    icon: <HeatMapOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/RetentionBuilder")),
    Result: lazy(() => import("./result/RetentionResult")),
  },
  lifecycle: {
    icon: <SyncOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/ActivityBuilder")),
    Result: lazy(() => import("./result/LifecycleResult")),
  },
  stickiness: {
    icon: <PushpinOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/ActivityBuilder")),
    Result: lazy(() => import("./result/StickinessResult")),
  },
  frequency: {
    icon: <BarChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/FrequencyBuilder")),
    Result: lazy(() => import("./result/FrequencyResult")),
  },
  interval: {
    icon: <FieldTimeOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/IntervalBuilder")),
    Result: lazy(() => import("./result/IntervalResult")),
  },
  distribution: {
    icon: <AreaChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/DistributionBuilder")),
    Result: lazy(() => import("./result/DistributionResult")),
  },
  sessions: {
    icon: <ClockCircleOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/SessionsBuilder")),
    Result: lazy(() => import("./result/SessionsResult")),
  },
  ltv: {
    icon: <DollarOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/LtvBuilder")),
    Result: lazy(() => import("./result/LtvResult")),
  },
  path: {
    icon: <BranchesOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/PathBuilder")),
    Result: lazy(() => import("./result/PathResult")),
  },
  attribution: {
    icon: <AimOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/AttributionBuilder")),
    Result: lazy(() => import("./result/AttributionResult")),
  },
  drivers: {
    icon: <BulbOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/DriversBuilder")),
    Result: lazy(() => import("./result/DriversResult")),
  },
  migration: {
    icon: <SwapOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/MigrationBuilder")),
    Result: lazy(() => import("./result/MigrationResult")),
  },
  people: {
    icon: <TeamOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/PeopleBuilder")),
    Result: lazy(() => import("./result/PeopleResult")),
    listed: true,
  },
};

/** What shows a kind; the question given to its parts must be of that kind. */
export const viewOfKind = (kind: Kind) => VIEWS[kind] as unknown as KindView<Question>;
