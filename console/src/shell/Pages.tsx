import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";
import { sessionQuery } from "@/base/api";
import { ErrorState } from "@/ui";
import { Home } from "./gate/Home";
import { ProjectGate } from "./gate/ProjectGate";
import { Layout } from "./layout/Layout";
import { NotFound } from "./NotFound";
import { PageSkeleton } from "./PageSkeleton";

const SignInPage = lazy(() => import("@/rooms/session").then((m) => ({ default: m.SignInPage })));
const NewPasswordPage = lazy(() => import("@/rooms/session").then((m) => ({ default: m.NewPasswordPage })));
const OverviewPage = lazy(() => import("@/rooms/overview").then((m) => ({ default: m.OverviewPage })));
const AskPage = lazy(() => import("@/rooms/ask").then((m) => ({ default: m.AskPage })));
const MetricsPage = lazy(() => import("@/rooms/metrics").then((m) => ({ default: m.MetricsPage })));
const NewMetricPage = lazy(() => import("@/rooms/metrics").then((m) => ({ default: m.NewMetricPage })));
const EditMetricPage = lazy(() => import("@/rooms/metrics").then((m) => ({ default: m.EditMetricPage })));
const MetricPage = lazy(() => import("@/rooms/metrics").then((m) => ({ default: m.MetricPage })));
const TreesPage = lazy(() => import("@/rooms/tree").then((m) => ({ default: m.TreesPage })));
const BoardsPage = lazy(() => import("@/rooms/boards").then((m) => ({ default: m.BoardsPage })));
const BoardPage = lazy(() => import("@/rooms/boards").then((m) => ({ default: m.BoardPage })));
const PeoplePage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.PeoplePage })));
const MergesPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.MergesPage })));
const SegmentsPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.SegmentsPage })));
const SegmentPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.SegmentPage })));
const NewSegmentPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.NewSegmentPage })));
const EditSegmentPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.EditSegmentPage })));
const PortraitPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.PortraitPage })));
const LayersPage = lazy(() => import("@/rooms/layers").then((m) => ({ default: m.LayersPage })));
const NewLayersPage = lazy(() => import("@/rooms/layers").then((m) => ({ default: m.NewLayersPage })));
const EditLayersPage = lazy(() => import("@/rooms/layers").then((m) => ({ default: m.EditLayersPage })));
const LikenessesPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.LikenessesPage })));
const NewLikenessPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.NewLikenessPage })));
const LikenessPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.LikenessPage })));
const TraitsPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.TraitsPage })));
const NewTraitPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.NewTraitPage })));
const TraitPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.TraitPage })));
const PersonPage = lazy(() => import("@/rooms/people").then((m) => ({ default: m.PersonPage })));
const EventsPage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.EventsPage })));
const EventPage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.EventPage })));
const PlanPage = lazy(() => import("@/rooms/plan").then((m) => ({ default: m.PlanPage })));
const RulesPage = lazy(() => import("@/rooms/rules").then((m) => ({ default: m.RulesPage })));
const ImportPage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.ImportPage })));

const SourcesPage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.SourcesPage })));
const LivePage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.LivePage })));
const QuarantinePage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.QuarantinePage })));
const MembersPage = lazy(() => import("@/rooms/settings").then((m) => ({ default: m.MembersPage })));
const PrivacyPage = lazy(() => import("@/rooms/settings").then((m) => ({ default: m.PrivacyPage })));
const ChannelsPage = lazy(() => import("@/rooms/settings").then((m) => ({ default: m.ChannelsPage })));
const TargetsPage = lazy(() => import("@/rooms/settings").then((m) => ({ default: m.TargetsPage })));
const AuditPage = lazy(() => import("@/rooms/settings").then((m) => ({ default: m.AuditPage })));
const HealthPage = lazy(() => import("@/rooms/data").then((m) => ({ default: m.HealthPage })));

/** Which page an address means, once somebody is signed in. */
export function Pages() {
  const session = useQuery(sessionQuery);
  if (session.error) return <ErrorState error={session.error} retry={() => session.refetch()} />;
  if (!session.data) return <PageSkeleton bare />;
  const { signed_in, member } = session.data;
  if (!signed_in || !member) {
    return (
      <Suspense fallback={<PageSkeleton bare />}>
        <SignInPage />
      </Suspense>
    );
  }
  if (member.must_change_password) {
    return (
      <Suspense fallback={<PageSkeleton bare />}>
        <NewPasswordPage />
      </Suspense>
    );
  }
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<Home />} />
        <Route path="p/:projectId" element={<ProjectGate />}>
          <Route index element={<Home />} />
          <Route path="overview" element={<OverviewPage />} />
          <Route path="ask" element={<AskPage />} />
          <Route path="metrics" element={<MetricsPage />} />
          <Route path="metrics/new" element={<NewMetricPage />} />
          <Route path="metrics/:metric/edit" element={<EditMetricPage />} />
          <Route path="metrics/:metric" element={<MetricPage />} />
          <Route path="trees" element={<TreesPage />} />
          <Route path="boards" element={<BoardsPage />} />
          <Route path="boards/:boardId" element={<BoardPage />} />
          <Route path="people" element={<PeoplePage />} />
          <Route path="people/:personId" element={<PersonPage />} />
          <Route path="events" element={<EventsPage />} />
          <Route path="events/:name" element={<EventPage />} />
          <Route path="segments" element={<SegmentsPage />} />
          <Route path="segments/new" element={<NewSegmentPage />} />
          <Route path="segments/:segmentId" element={<SegmentPage />} />
          <Route path="segments/:segmentId/portrait" element={<PortraitPage />} />
          <Route path="segments/:segmentId/edit" element={<EditSegmentPage />} />
          <Route path="layers" element={<LayersPage />} />
          <Route path="layers/new/:kind" element={<NewLayersPage />} />
          <Route path="layers/edit/:property" element={<EditLayersPage />} />
          <Route path="traits" element={<TraitsPage />} />
          <Route path="traits/new" element={<NewTraitPage />} />
          <Route path="traits/:traitId" element={<TraitPage />} />
          <Route path="likeness" element={<LikenessesPage />} />
          <Route path="likeness/new" element={<NewLikenessPage />} />
          <Route path="likeness/:likenessId" element={<LikenessPage />} />
          <Route path="merges" element={<MergesPage />} />
          <Route path="rules" element={<RulesPage />} />
          <Route path="plan" element={<PlanPage />} />
          <Route path="sources" element={<SourcesPage />} />
          <Route path="live" element={<LivePage />} />
          <Route path="quarantine" element={<QuarantinePage />} />
          <Route path="health" element={<HealthPage />} />
          <Route path="members" element={<MembersPage />} />
          <Route path="privacy" element={<PrivacyPage />} />
          <Route path="channels" element={<ChannelsPage />} />
          <Route path="targets" element={<TargetsPage />} />
          <Route path="audit" element={<AuditPage />} />
          <Route path="import" element={<ImportPage />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
