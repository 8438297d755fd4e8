/** How each kind of question is edited. Code of a kind comes when it is asked. */
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

export interface BuilderProps<Q extends Question> {
  question: Q;
  onChange: (question: Q) => void;
}

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;

interface KindView<Q extends Question> {
  icon: ReactNode;
  Builder: Lazy<BuilderProps<Q>>;
}

const VIEWS: { [K in Kind]: KindView<Of<K>> } = {
  trend: {
    icon: <LineChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/TrendBuilder")),
  },
  funnel: {
    icon: <FunnelPlotOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/FunnelBuilder")),
  },
  retention: {
    icon: <HeatMapOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/RetentionBuilder")),
  },
  lifecycle: {
    icon: <SyncOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/ActivityBuilder")),
  },
  stickiness: {
    icon: <PushpinOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/ActivityBuilder")),
  },
  frequency: {
    icon: <BarChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/FrequencyBuilder")),
  },
  interval: {
    icon: <FieldTimeOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/IntervalBuilder")),
  },
  distribution: {
    icon: <AreaChartOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/DistributionBuilder")),
  },
  sessions: {
    icon: <ClockCircleOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/SessionsBuilder")),
  },
  ltv: {
    icon: <DollarOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/LtvBuilder")),
  },
  path: {
    icon: <BranchesOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/PathBuilder")),
  },
  attribution: {
    icon: <AimOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/AttributionBuilder")),
  },
  drivers: {
    icon: <BulbOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/DriversBuilder")),
  },
  migration: {
    icon: <SwapOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/MigrationBuilder")),
  },
  people: {
    icon: <TeamOutlined aria-hidden="true" />,
    Builder: lazy(() => import("./builders/PeopleBuilder")),
  },
};

/** What edits a kind; the question given to it must be of that kind. */
export const viewOfKind = (kind: Kind) => VIEWS[kind] as unknown as KindView<Question>;
