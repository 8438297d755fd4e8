import {
  DeleteOutlined,
  EditOutlined,
  IdcardOutlined,
  LineChartOutlined,
  ReloadOutlined,
  UsergroupAddOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { sentence } from "@/base/question";
import { paths } from "@/base/url";
import type { Segment } from "@/contract";
import { Card, Moment, Page, QueryView, useErrorText, useMay } from "@/ui";
import { RuleText } from "@/ui/filters";
import { TableSkeleton } from "../list/TableSkeleton";
import { Uses } from "../uses/Uses";
import { Freshness, SortMark } from "./list/Freshness";
import { ExportSegment } from "./one/ExportSegment";
import { PeopleList } from "./one/ListDrawer";
import { Moves } from "./one/Moves";
import { Overlap } from "./one/Overlap";
import { RenameSegment } from "./one/RenameSegment";
import { Versions } from "./one/Versions";
import { PushButton, Pushes } from "./push/Pushes";
import { membersQuery, segmentQuery, usesQuery } from "./queries";
import { ReachCard } from "./reach/ReachCard";
import { canEdit, questionOf, ruleOf } from "./rule";
import { UploadFacts } from "./upload/Outcome";
import { useRemove } from "./useRemove";
import { useSegments } from "./useSegments";
import "./segments.css";

/** One segment: who is in it and by what rule, how it changed, and what looks at it. */
export function SegmentPage() {
  const { segmentId = "" } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(segmentQuery(project.id, segmentId));
  const segment = query.data;
  return (
    <Page
      title={segment?.name ?? t("segments.one")}
      subtitle={
        segment && (
          <span className="segment-about">
            <SortMark segment={segment} />
            <Freshness segment={segment} />
          </span>
        )
      }
      back={<Link to={paths.segments(project.id)}>{t("segments.title")}</Link>}
      actions={segment && <Actions segment={segment} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(one) => <Body segment={one} />}
      </QueryView>
    </Page>
  );
}

function Actions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const may = useMay()("change_segments");
  const { refresh } = useSegments();
  const remove = useRemove(() => navigate(paths.segments(project.id)));
  const about = {
    kind: "trend" as const,
    series: [{ event: null, measure: "people" as const }],
    interval: "day" as const,
    range: { last: 30, unit: "day" as const },
  };
  return (
    <>
      <Link to={paths.ask(project.id, about, [segment.id])}>
        <Button tabIndex={-1} icon={<LineChartOutlined aria-hidden="true" />}>
          {t("segments.compareAll")}
        </Button>
      </Link>
      <Link to={paths.portrait(project.id, segment.id)}>
        <Button tabIndex={-1} icon={<IdcardOutlined aria-hidden="true" />}>
          {t("portrait.title")}
        </Button>
      </Link>
      <Link to={paths.alike(project.id, segment.id)}>
        <Button tabIndex={-1} icon={<UsergroupAddOutlined aria-hidden="true" />}>
          {t("portrait.alike.open")}
        </Button>
      </Link>
      <ExportSegment segment={segment} />
      <PushButton />
      {may && segment.kind === "dynamic" && (
        <Button
          icon={<ReloadOutlined aria-hidden="true" />}
          loading={refresh.isPending}
          onClick={() =>
            refresh.mutate(segment.id, { onError: (error) => void message.error(errorText(error)) })
          }
        >
          {t("segments.refresh")}
        </Button>
      )}
      {may && (
        <Button
          icon={<DeleteOutlined aria-hidden="true" />}
          aria-label={t("segments.remove", { name: segment.name })}
          onClick={() => remove(segment)}
        />
      )}
      {may && !canEdit(segment) && <RenameSegment segment={segment} />}
      {may && canEdit(segment) && (
        <Link to={paths.editSegment(project.id, segment.id)}>
          <Button type="primary" tabIndex={-1} icon={<EditOutlined aria-hidden="true" />}>
            {t("segments.edit")}
          </Button>
        </Link>
      )}
    </>
  );
}

function Body({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <div className="segment-page">
      <Card className="segment-head">
        <Facts segment={segment} />
        {segment.description && <p>{segment.description}</p>}
        <Origin segment={segment} />
      </Card>
      <Pushes segment={segment} />
      {segment.kind === "dynamic" && <Moves segment={segment} />}
      {segment.upload && (
        <Card title={t("segments.upload.title")}>
          <UploadFacts upload={segment.upload} size={segment.size} />
        </Card>
      )}
      <ReachCard whose={{ segment: segment.id }} />
      <Overlap segment={segment} />
      <div className="segment-two">
        <UsedBy segment={segment} />
        {!segment.upload && <Versions segment={segment} />}
      </div>
      <Card title={t("segments.people")}>
        <PeopleList query={(page) => membersQuery(project.id, segment.id, page)} />
      </Card>
    </div>
  );
}

function Facts({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <dl className="segment-numbers">
      <div>
        <dt>{t("segments.size")}</dt>
        <dd className="segment-big">{format.exact(segment.size)}</dd>
      </div>
      <div>
        <dt>{t(segment.kind === "dynamic" ? "segments.madeAt" : "segments.takenAt")}</dt>
        <dd>
          <Moment at={segment.refreshed_at ?? segment.created_at} />
        </dd>
      </div>
      {segment.refreshed_ms !== null && segment.refreshed_ms > 0 && segment.kind === "dynamic" && (
        <div>
          <dt>{t("segments.took")}</dt>
          <dd>{t("segments.ms", { ms: format.exact(Math.round(segment.refreshed_ms)) })}</dd>
        </div>
      )}
      <div>
        <dt>{t("segments.version")}</dt>
        <dd>{format.exact(segment.version)}</dd>
      </div>
      <div>
        <dt>{t("segments.by")}</dt>
        <dd>{segment.created_by ?? "–"}</dd>
      </div>
    </dl>
  );
}

/** Where its people come from: the rule as a sentence, or the question whose figure they are. */
function Origin({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const rule = ruleOf(segment);
  const question = questionOf(segment);
  if (rule)
    return (
      <p className="segment-rule">
        <RuleText filters={rule} />
      </p>
    );
  if (!question) return null;
  return (
    <p className="segment-rule">
      {t("segments.ofFigure")} <Link to={paths.ask(project.id, question)}>{sentence(question, t)}</Link>
    </p>
  );
}

function UsedBy({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(usesQuery(project.id, segment.id));
  return (
    <Card title={t("segments.uses.title")}>
      <QueryView query={query}>
        {(uses) =>
          uses.length === 0 ? <p className="segment-hint">{t("segments.uses.none")}</p> : <Uses uses={uses} />
        }
      </QueryView>
    </Card>
  );
}
