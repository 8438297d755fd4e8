import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { overviewQuery } from "@/base/api";
import { today } from "@/base/format";
import { useProject, useProjectFormat } from "@/base/project";
import { daysOf, rangeFromText, rangeToText, useOpeningRange } from "@/base/range";
import { paths, useUrlState } from "@/base/url";
import type { Overview } from "@/contract";
import { EmptyState, Page, QueryView, RangePicker, TwoDoors } from "@/ui";
import { FirstQuestions } from "./FirstQuestions";
import { FreshnessLine } from "./FreshnessLine";
import { OverviewTile } from "./OverviewTile";
import { TopEvents } from "./TopEvents";
import "./overview.css";

const DOORS = ["active", "new", "returning", "events"] as const;

/** The first page of the day: four figures, how they moved, and how fresh they are. */
export function OverviewPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const opening = useOpeningRange();
  const range = rangeFromText(get("range")) ?? opening;
  const days = range ? daysOf(range, today(project.timezone), project.week_start) : null;
  const overview = useQuery({
    ...overviewQuery(project.id, days?.from ?? "", days?.to ?? ""),
    enabled: days !== null,
  });
  const empty = overview.data?.freshness.state === "empty" && overview.data.freshness.events === 0;

  return (
    <Page
      title={t("overview.title")}
      subtitle={
        overview.data && !empty ? <FreshnessLine freshness={overview.data.freshness} format={format} /> : " "
      }
      filters={
        range && !empty ? (
          <RangePicker value={range} onChange={(next) => set({ range: rangeToText(next) })} />
        ) : undefined
      }
    >
      <QueryView query={overview} skeleton={<TilesSkeleton />}>
        {(data: Overview) =>
          empty ? (
            <>
              <EmptyState title={t("overview.empty.title")} text={t("overview.empty.text")} />
              <TwoDoors onImport={() => navigate(paths.import(project.id))} />
            </>
          ) : (
            <>
              <div className="tiles">
                {data.tiles.map((tile) => (
                  <OverviewTile key={tile.key} tile={tile} freshness={data.freshness} format={format} />
                ))}
              </div>
              <div className="overview-below">
                {range && <FirstQuestions range={range} />}
                <TopEvents format={format} />
              </div>
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

function TilesSkeleton() {
  return (
    <div className="tiles">
      {DOORS.map((key) => (
        <div key={key} className="card tile">
          <Skeleton active title={false} paragraph={{ rows: 4, width: ["30%", "40%", "60%", "100%"] }} />
        </div>
      ))}
    </div>
  );
}
