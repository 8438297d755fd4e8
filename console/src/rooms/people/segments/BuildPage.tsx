import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { ApiError, catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { completeFilters, countConditions, filtersFrom, placeIn } from "@/base/question";
import { decode, encode, paths, useUrlState } from "@/base/url";
import type { Catalogue, Filter, Segment } from "@/contract";
import { Card, EmptyState, Page, QueryView, useErrorText } from "@/ui";
import { CatalogueContext, FieldErrors, FilterList, FiltersOf, RuleText } from "@/ui/filters";
import { TableSkeleton } from "../list/TableSkeleton";
import { Changes } from "./build/Changes";
import { type Draft, SaveCard } from "./build/SaveCard";
import { SizeCard } from "./build/SizeCard";
import { useSize } from "./build/useSize";
import { segmentQuery } from "./queries";
import { ReachCard } from "./reach/ReachCard";
import { ruleOf, ruleQuestion, withRule } from "./rule";
import { useSegments } from "./useSegments";
import "./segments.css";

/** A new segment by a rule. */
export function NewSegmentPage() {
  const project = useProject();
  const { t } = useTranslation();
  const catalogue = useQuery(catalogueQuery(project.id));
  return (
    <Page title={t("segments.new.title")} subtitle={t("segments.build.subtitle")} back={<Back />}>
      <QueryView query={catalogue} skeleton={<TableSkeleton />}>
        {(data) => <Editor catalogue={data} segment={null} />}
      </QueryView>
    </Page>
  );
}

/** Another rule for a segment that is there. */
export function EditSegmentPage() {
  const { segmentId = "" } = useParams();
  const project = useProject();
  const { t } = useTranslation();
  const catalogue = useQuery(catalogueQuery(project.id));
  const segment = useQuery(segmentQuery(project.id, segmentId));
  return (
    <Page
      title={segment.data?.name ?? t("segments.edit")}
      subtitle={t("segments.build.editSubtitle")}
      back={<Back />}
    >
      <QueryView query={segment} skeleton={<TableSkeleton />}>
        {(one) => (
          <QueryView query={catalogue} skeleton={<TableSkeleton />}>
            {(data) =>
              ruleOf(one) === null ? (
                <EmptyState
                  title={t("segments.build.noRule")}
                  text={t("segments.build.noRuleText")}
                  action={<Link to={paths.segment(project.id, one.id)}>{t("segments.build.toSegment")}</Link>}
                />
              ) : (
                <Editor catalogue={data} segment={one} />
              )
            }
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function Back() {
  const { t } = useTranslation();
  const project = useProject();
  return <Link to={paths.segments(project.id)}>{t("segments.title")}</Link>;
}

/** The rule as it stands in the address, else that of the segment. */
function useRule(segment: Segment | null): [Filter[], (who: Filter[]) => void] {
  const { get, set } = useUrlState();
  const text = get("who");
  return [
    read(text) ?? (segment && ruleOf(segment)) ?? [],
    (who) => set({ who: encode(who) }, { replace: true }),
  ];
}

function read(text: string | null): Filter[] | null {
  try {
    return text === null ? null : filtersFrom(decode(text));
  } catch {
    return null;
  }
}

function Editor({ catalogue, segment }: { catalogue: Catalogue; segment: Segment | null }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [who, setWho] = useRule(segment);
  const size = useSize(who);
  const { create, change } = useSegments();
  const [draft, setDraft] = useState<Draft>({
    name: segment?.name ?? "",
    description: segment?.description ?? "",
    kind: segment?.kind === "frozen" ? "frozen" : "dynamic",
  });
  const whole = completeFilters(who);
  const unfinished = countConditions(who) - countConditions(whole);
  const saving = segment ? change : create;
  const save = () => {
    const kept = { ...draft, name: draft.name.trim(), question: withRule(segment, whole) };
    const done = {
      onSuccess: (saved: Segment) => {
        message.success(t("segments.build.saved", { name: saved.name }));
        navigate(paths.segment(project.id, saved.id));
      },
      onError: (error: unknown) => void message.error(errorText(error)),
    };
    if (segment) {
      const same = JSON.stringify(whole) === JSON.stringify(ruleOf(segment));
      const { question, ...rest } = kept;
      change.mutate({ id: segment.id, ...rest, ...(same ? {} : { question }) }, done);
    } else create.mutate(kept, done);
  };
  return (
    <CatalogueContext value={catalogue}>
      <FieldErrors error={placed(saving.error ?? size.own.error, who)}>
        <p className="segment-rule" aria-live="polite">
          <RuleText filters={who} />
        </p>
        <div className="segment-build">
          <Card title={t("segments.build.rule")} className="ask-builder">
            {who.length === 0 && <p className="segment-hint">{t("segments.build.hint")}</p>}
            <FiltersOf value="people">
              <FilterList path="who" filters={who} onChange={setWho} />
            </FiltersOf>
          </Card>
          <div className="segment-side">
            <SizeCard size={size} />
            {!size.own.error && (
              <ReachCard whose={{ question: ruleQuestion(size.asked) }} waiting={size.waiting} />
            )}
            {segment && <Changes segment={segment.id} who={size.asked} />}
            <SaveCard
              draft={draft}
              segment={segment}
              unfinished={unfinished}
              saving={saving.isPending}
              onChange={(next) => {
                saving.reset();
                setDraft(next);
              }}
              onSave={save}
            />
            {segment && (
              <Button type="link" onClick={() => setWho(ruleOf(segment) ?? [])}>
                {t("segments.build.undo")}
              </Button>
            )}
          </div>
        </div>
      </FieldErrors>
    </CatalogueContext>
  );
}

/** An error at the place where the editor shows what it is about: unfinished conditions were not sent. */
function placed(error: unknown, who: Filter[]): unknown {
  if (!(error instanceof ApiError) || error.field === null) return error;
  const field = error.field.replace(/^question\./, "");
  const { code, message, params, status } = error;
  const place = field.startsWith("who.") ? `who.${placeIn(who, field.slice(4))}` : field;
  return new ApiError({ code, message, field: place, params }, status);
}
