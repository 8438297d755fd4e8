import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, metricsQuery } from "@/base/api";
import { metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import type { Filter, OneMetric, WireFilters } from "@/contract";
import { Card, useErrorText } from "@/ui";
import { FieldErrors, FilterList } from "@/ui/filters";
import { tagsOf } from "../find";
import { Uses } from "../page/UsedBy";
import { useMetricActions } from "../queries";
import { type Draft, isKey, whole } from "./draft";
import { placed } from "./errors";
import { MetaForm } from "./MetaForm";
import { NameForm } from "./NameForm";
import { Preview } from "./Preview";
import { ShapeForm } from "./ShapeForm";
import { usePreview } from "./usePreview";
import { YamlTab } from "./YamlTab";

interface Props {
  initial: Draft;
  /** The metric that is changed, where it is none that is new. */
  known: OneMetric | null;
  onSaved: (key: string) => void;
}

/** A metric as it is being written, as a form or as text, with its value beside it. */
export function Editor({ initial, known, onSaved }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const { locale } = useProjectFormat();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(initial);
  const { apply } = useMetricActions();
  const all = useQuery(metricsQuery(project.id)).data ?? [];
  const metric = whole(draft.metric);
  const preview = usePreview(draft.key, metric);
  const taken = !known && all.some((one) => one.key === draft.key);
  const change = (next: Draft) => {
    apply.reset();
    setDraft(next);
  };
  const wrong = taken
    ? fieldError("key", t("metrics.edit.taken"))
    : draft.key !== "" && !isKey(draft.key)
      ? fieldError("key", t("metrics.edit.badKey"))
      : placed(apply.error ?? preview.query.error);
  const ready =
    metric !== null &&
    isKey(draft.key) &&
    !taken &&
    draft.metric.name.zh !== "" &&
    draft.metric.name.en !== "";
  const save = () =>
    metric &&
    apply.mutateAsync({ key: draft.key, metric }).then(
      () => {
        message.success(t("metrics.edit.kept", { name: metricName(metric, locale) }));
        onSaved(draft.key);
      },
      (error) => void message.error(errorText(error)),
    );
  const form = (
    <div className="metric-side">
      <Card title={t("metrics.edit.what")} className="ask-builder">
        <ShapeForm
          metric={draft.metric}
          own={draft.key}
          onChange={(next) => change({ ...draft, metric: next })}
        />
        {draft.metric.is.type !== "fact" && (
          <div className="metric-form">
            <div className="metric-label">{t("metrics.edit.filters")}</div>
            <FilterList
              path="filters"
              filters={(draft.metric.filters ?? []) as Filter[]}
              onChange={(filters) =>
                change({ ...draft, metric: { ...draft.metric, filters: filters as WireFilters } })
              }
            />
          </div>
        )}
      </Card>
      <Card title={t("metrics.edit.names")}>
        <NameForm draft={draft} known={known !== null} onChange={change} />
      </Card>
      <Card title={t("metrics.edit.more")}>
        <MetaForm
          metric={draft.metric}
          currency={project.currency}
          tags={tagsOf(all)}
          known={known !== null}
          onChange={(next) => change({ ...draft, metric: next })}
        />
      </Card>
    </div>
  );
  return (
    <FieldErrors error={wrong}>
      <div className="metric-build">
        <Tabs
          destroyOnHidden
          items={[
            { key: "form", label: t("metrics.edit.form"), children: form },
            {
              key: "yaml",
              label: "YAML",
              children: (
                <Card>
                  <YamlTab draft={draft} metric={metric} known={known !== null} onChange={change} />
                </Card>
              ),
            },
          ]}
        />
        <div className="metric-side metric-beside">
          <Preview metric={metric} preview={preview} />
          {known && known.used_by.length > 0 && (
            <Card title={t("metrics.edit.changesToo")}>
              <Uses uses={known.used_by} />
            </Card>
          )}
          {metric === null && <Alert type="info" showIcon title={t("metrics.edit.unfinished")} />}
          <Button type="primary" block disabled={!ready} loading={apply.isPending} onClick={save}>
            {t(known ? "metrics.edit.change" : "metrics.edit.keep")}
          </Button>
        </div>
      </div>
    </FieldErrors>
  );
}

const fieldError = (field: string, text: string) =>
  new ApiError({ code: "", message: text, field, params: {} }, 422);
