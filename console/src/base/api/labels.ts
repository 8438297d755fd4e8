/** Words for what a project defined itself: its layers and their values are read like the product's own. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, body } from "./client";
import { projectKey } from "./queries";

export const labelsQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "layers", "labels"],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/layers/labels", {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
  });

const bare = (name: string) => name.replace(/^\$/, "");

/** Puts them into the dictionary of the language in use, where every page finds them. */
export function useLabels(project: string | undefined): void {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...labelsQuery(project ?? ""), enabled: project !== undefined });
  const { language } = i18n;
  useEffect(() => {
    if (!data) return;
    const tongue = language.startsWith("zh") ? "zh" : "en";
    const value = Object.entries(data.values).map(([name, names]) => [bare(name), names[tongue]]);
    const property = Object.entries(data.properties).map(([name, text]) => [bare(name), text]);
    const reserved = { value: Object.fromEntries(value), property: Object.fromEntries(property) };
    i18n.addResourceBundle(language, "translation", { reserved }, true, true);
  }, [data, i18n, language]);
}
