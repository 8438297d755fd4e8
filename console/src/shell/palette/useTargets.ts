import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, body, catalogueQuery, metricsQuery, projectKey } from "@/base/api";
import { useFormat } from "@/base/format";
import { namesInAllLanguages } from "@/base/i18n";
import { metricName } from "@/base/metrics";
import { eventName } from "@/base/names";
import { useSettled } from "@/base/settled";
import { paths } from "@/base/url";
import type { Project } from "@/contract";
import { useNav } from "../useNav";
import { find, type Pinyin, type Target } from "./find";

type Names = Record<string, string[]>;

/** Everything the palette finds for what was typed: pages, projects, metrics, events, and people asked from the server. */
export function useTargets(project: Project | undefined, projects: Project[], typed: string): Target[] {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const [pinyin, setPinyin] = useState<Pinyin | null>(null);
  const [names, setNames] = useState<Names>({});
  const nav = useNav();
  const listed = nav.flatMap((group) => group.pages.map((page) => page.key)).join(" ");
  useEffect(() => {
    import("./pinyin").then((module) => setPinyin(module.reader));
  }, []);
  useEffect(() => {
    namesInAllLanguages(listed.split(" ").map((key) => `shell.page.${key}`)).then(setNames);
  }, [listed]);

  const catalogue = useQuery({ ...catalogueQuery(project?.id ?? ""), enabled: project !== undefined });
  const metrics = useQuery({ ...metricsQuery(project?.id ?? ""), enabled: project !== undefined });
  const { settled: search } = useSettled(typed.trim(), 200);
  const people = useQuery({
    queryKey: [...projectKey(project?.id ?? ""), "palette-people", search],
    enabled: project !== undefined && search.length > 0,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people", {
          params: { path: { project_id: project?.id ?? "" }, query: { search, limit: 5 } },
          signal,
        }),
      ),
  });

  return useMemo(() => {
    const pages: Target[] = project
      ? nav
          .flatMap((group) => group.pages)
          .map((page) => ({
            key: `page:${page.key}`,
            kind: "page",
            label: t(`shell.page.${page.key}`),
            also: names[`shell.page.${page.key}`] ?? [],
            to: page.to(project.id),
          }))
      : [];
    const others: Target[] = projects.map((one) => ({
      key: `project:${one.id}`,
      kind: "project",
      label: one.name,
      to: paths.overview(one.id),
    }));
    const events: Target[] = project
      ? (catalogue.data?.events ?? []).map((event) => ({
          key: `event:${event.name}`,
          kind: "event",
          label: eventName(event.name, t),
          also: [event.name],
          to: paths.event(project.id, event.name),
        }))
      : [];
    const defined: Target[] = project
      ? (metrics.data ?? []).map(({ key, metric }) => ({
          key: `metric:${key}`,
          kind: "metric",
          label: metricName(metric, locale),
          also: [key, metric.name.zh, metric.name.en],
          to: paths.metric(project.id, key),
        }))
      : [];
    const persons: Target[] =
      project && typed.trim() !== ""
        ? (people.data?.people ?? []).map((person) => ({
            key: `person:${person.person_id}`,
            kind: "person",
            label: person.distinct_id,
            to: paths.person(project.id, person.person_id),
          }))
        : [];
    return [...find([...pages, ...others, ...defined, ...events], typed, pinyin), ...persons];
  }, [project, projects, nav, catalogue.data, metrics.data, locale, people.data, typed, pinyin, names, t]);
}
