import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarsOutlined,
  BlockOutlined,
  CalculatorOutlined,
  CloudUploadOutlined,
  ClusterOutlined,
  ControlOutlined,
  DashboardOutlined,
  FundOutlined,
  HeartOutlined,
  LineChartOutlined,
  MergeOutlined,
  NotificationOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SolutionOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UsergroupAddOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Permission } from "@/base/access";
import { paths } from "@/base/url";

export interface NavPage {
  key:
    | "overview"
    | "ask"
    | "metrics"
    | "trees"
    | "boards"
    | "people"
    | "sources"
    | "live"
    | "quarantine"
    | "events"
    | "import"
    | "health"
    | "plan"
    | "rules"
    | "merges"
    | "segments"
    | "layers"
    | "traits"
    | "likeness"
    | "members"
    | "privacy"
    | "targets"
    | "channels"
    | "audit";
  icon: ReactNode;
  to: (project: string) => string;
  /** One of the few that stand under the thumb on a phone; the others are behind "more". */
  handy?: true;
  /** Only members with this permission see it. */
  needs?: Permission;
}

export interface NavGroup {
  key: "cockpit" | "goals" | "analyse" | "people" | "data" | "settings";
  pages: NavPage[];
}

/** Navigation in the order of the loop; only what works is listed. */
export const NAV: NavGroup[] = [
  {
    key: "cockpit",
    pages: [
      { key: "overview", icon: <DashboardOutlined aria-hidden="true" />, to: paths.overview, handy: true },
    ],
  },
  {
    key: "goals",
    pages: [
      {
        key: "trees",
        icon: <ApartmentOutlined aria-hidden="true" />,
        to: (project) => paths.trees(project),
      },
    ],
  },
  {
    key: "analyse",
    pages: [
      {
        key: "ask",
        icon: <LineChartOutlined aria-hidden="true" />,
        to: (project) => paths.ask(project),
        handy: true,
      },
      { key: "metrics", icon: <FundOutlined aria-hidden="true" />, to: paths.metrics },
      { key: "boards", icon: <BlockOutlined aria-hidden="true" />, to: paths.boards },
    ],
  },
  {
    key: "people",
    pages: [
      { key: "people", icon: <TeamOutlined aria-hidden="true" />, to: paths.people, handy: true },
      {
        key: "layers",
        icon: <BarsOutlined aria-hidden="true" />,
        to: (project) => paths.layers(project),
      },
      {
        key: "segments",
        icon: <UsergroupAddOutlined aria-hidden="true" />,
        to: (project) => paths.segments(project),
      },
      { key: "traits", icon: <CalculatorOutlined aria-hidden="true" />, to: paths.traits },
      { key: "likeness", icon: <ClusterOutlined aria-hidden="true" />, to: paths.likenesses },
      { key: "merges", icon: <MergeOutlined aria-hidden="true" />, to: paths.merges },
    ],
  },
  {
    key: "data",
    pages: [
      { key: "sources", icon: <ApiOutlined aria-hidden="true" />, to: paths.sources, needs: "see_data" },
      {
        key: "live",
        icon: <ThunderboltOutlined aria-hidden="true" />,
        to: (project) => paths.live(project),
        needs: "see_data",
      },
      {
        key: "quarantine",
        icon: <WarningOutlined aria-hidden="true" />,
        to: paths.quarantine,
        needs: "see_data",
      },
      { key: "events", icon: <AppstoreOutlined aria-hidden="true" />, to: paths.events },
      { key: "plan", icon: <ProfileOutlined aria-hidden="true" />, to: (project) => paths.plan(project) },
      {
        key: "import",
        icon: <CloudUploadOutlined aria-hidden="true" />,
        to: paths.import,
        needs: "import",
      },
      {
        key: "health",
        icon: <HeartOutlined aria-hidden="true" />,
        to: paths.health,
        handy: true,
        needs: "see_data",
      },
      { key: "rules", icon: <ControlOutlined aria-hidden="true" />, to: paths.rules, needs: "see_data" },
    ],
  },
  {
    key: "settings",
    pages: [
      {
        key: "members",
        icon: <SolutionOutlined aria-hidden="true" />,
        to: paths.members,
        needs: "manage_members",
      },
      {
        key: "privacy",
        icon: <SafetyCertificateOutlined aria-hidden="true" />,
        to: paths.privacy,
        needs: "see_data",
      },
      {
        key: "targets",
        icon: <SendOutlined aria-hidden="true" />,
        to: (project) => paths.targets(project),
        needs: "push_segments",
      },
      {
        key: "channels",
        icon: <NotificationOutlined aria-hidden="true" />,
        to: paths.channels,
        needs: "see_data",
      },
      { key: "audit", icon: <AuditOutlined aria-hidden="true" />, to: paths.audit, needs: "see_audit" },
    ],
  },
];
