import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, body, metricsKey, metricsQuery, treesKey, treeTemplatesQuery } from "@/base/api";
import { inTongue, metricName, useMetricNames } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import type { TreeTemplate } from "@/contract";
import { Card, QueryView, useErrorText, useMay } from "@/ui";
import { formulaText } from "./model";

/** Trees to begin with; metrics that the project has under other keys are chosen here. */
export function Templates({ taken, onMade }: { taken: readonly string[]; onMade: (key: string) => void }) {
  const project = useProject();
  const query = useQuery(treeTemplatesQuery(project.id));
  return (
    <QueryView query={query} skeleton={<Skeleton active />}>
      {(templates) => (
        <div className="tree-templates">
          {templates.map((one) => (
            <Template key={one.key} template={one} taken={taken} onMade={onMade} />
          ))}
        </div>
      )}
    </QueryView>
  );
}

interface Props {
  template: TreeTemplate;
  taken: readonly string[];
  onMade: (key: string) => void;
}

function Template({ template, taken, onMade }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const named = useMetricNames();
  const may = useMay()("change_definitions");
  const client = useQueryClient();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const metrics = useQuery(metricsQuery(project.id));
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const lacking = template.needs.filter((need) => !need.there);
  const names = new Map(template.needs.map((need) => [need.key, inTongue(need.name, locale)]));
  const called = (key: string) => {
    const brought = template.brings[key];
    return names.get(key) ?? (brought ? inTongue(brought.name, locale) : named(key));
  };
  const begin = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/projects/{project_id}/tree-templates/begin", {
          params: { path: { project_id: project.id } },
          body: { template: template.key, key: freeKey(template.key, taken), chosen },
        }),
      ),
  });
  const start = () =>
    begin.mutateAsync().then(
      async (made) => {
        await client.invalidateQueries({ queryKey: treesKey(project.id) });
        await client.invalidateQueries({ queryKey: metricsKey(project.id) });
        onMade(made.key);
      },
      (error: unknown) => void message.error(errorText(error)),
    );
  return (
    <Card title={inTongue(template.name, locale)}>
      <p>{inTongue(template.about, locale)}</p>
      <p className="tree-formula">
        {called(template.tree.root.metric)} = {formulaText(template.tree.root.formula ?? "", called)}
      </p>
      {may &&
        lacking.map((need) => (
          <label key={need.key} className="tree-choice" htmlFor={`${template.key}-${need.key}`}>
            <span>{inTongue(need.name, locale)}</span>
            <Select
              id={`${template.key}-${need.key}`}
              showSearch={{ optionFilterProp: "label" }}
              placeholder={t("tree.choose")}
              value={chosen[need.key] ?? null}
              options={(metrics.data ?? []).map((one) => ({
                value: one.key,
                label: metricName(one.metric, locale),
              }))}
              onChange={(metric: string) => setChosen({ ...chosen, [need.key]: metric })}
            />
          </label>
        ))}
      {may && (
        <Button
          type="primary"
          loading={begin.isPending}
          disabled={lacking.some((need) => !chosen[need.key])}
          onClick={start}
        >
          {t("tree.begin")}
        </Button>
      )}
    </Card>
  );
}

/** The template's key, or that with a number where it is taken. */
function freeKey(key: string, taken: readonly string[]): string {
  for (let number = 2; ; number++) {
    const wanted = number === 2 ? key : `${key}_${number - 1}`;
    if (!taken.includes(wanted)) return wanted;
  }
}
