import {
  AppstoreOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  LineChartOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { paths } from "@/base/url";

export interface NavPage {
  key: "overview" | "ask" | "people" | "events" | "import";
  icon: ReactNode;
  to: (project: string) => string;
}

export interface NavGroup {
  key: "cockpit" | "analyse" | "people" | "data";
  pages: NavPage[];
}

/** Navigation in the order of the loop; only what works is listed. */
export const NAV: NavGroup[] = [
  {
    key: "cockpit",
    pages: [{ key: "overview", icon: <DashboardOutlined aria-hidden="true" />, to: paths.overview }],
  },
  {
    key: "analyse",
    pages: [
      { key: "ask", icon: <LineChartOutlined aria-hidden="true" />, to: (project) => paths.ask(project) },
    ],
  },
  { key: "people", pages: [{ key: "people", icon: <TeamOutlined aria-hidden="true" />, to: paths.people }] },
  {
    key: "data",
    pages: [
      { key: "events", icon: <AppstoreOutlined aria-hidden="true" />, to: paths.events },
      { key: "import", icon: <CloudUploadOutlined aria-hidden="true" />, to: paths.import },
    ],
  },
];

export const NAV_PAGES = NAV.flatMap((group) => group.pages);
