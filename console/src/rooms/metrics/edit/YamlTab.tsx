import { useQuery } from "@tanstack/react-query";
import { Alert, Input, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { useSettled } from "@/base/settled";
import type { MetricBody } from "@/contract";
import { QueryView, useErrorText } from "@/ui";
import { readQuery, yamlQuery } from "../queries";
import { type Draft, isKey } from "./draft";

interface Props {
  draft: Draft;
  /** The same without what is unfinished; null where something must be chosen first. */
  metric: MetricBody | null;
  /** Whether the key is given for good. */
  known: boolean;
  onChange: (draft: Draft) => void;
}

/** The metric as the text that a file says; what is written here is in the form as well. */
export function YamlTab({ draft, metric, known, onChange }: Props) {
  const { t } = useTranslation();
  const ready = metric !== null && isKey(draft.key) && metric.name.zh !== "" && metric.name.en !== "";
  // What the text begins with; what is written in it afterwards comes back from the form and must not replace it.
  const [begun] = useState(ready ? { key: draft.key, metric } : null);
  const project = useProject();
  const query = useQuery({
    ...yamlQuery(project.id, begun?.key ?? "", (begun?.metric ?? draft.metric) as MetricBody),
    enabled: begun !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!begun) return <p className="metric-quiet">{t("metrics.edit.yamlUnfinished")}</p>;
  return (
    <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
      {(text) => <Written text={text} fixed={known ? begun.key : null} onChange={onChange} />}
    </QueryView>
  );
}

const QUIET = 400;

function Written({
  text: initial,
  fixed,
  onChange,
}: {
  text: string;
  fixed: string | null;
  onChange: (draft: Draft) => void;
}) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const [text, setText] = useState(initial);
  const { settled } = useSettled(text, QUIET);
  const query = useQuery({ ...readQuery(project.id, settled), enabled: settled !== initial });
  const entries = Object.entries(query.data ?? {});
  const [key, metric] = entries[0] ?? [];
  const wrong = query.error
    ? `${errorText(query.error)} ${errorText(query.error) === query.error.message ? "" : query.error.message}`.trim()
    : entries.length > 1
      ? t("metrics.edit.yamlOne")
      : fixed !== null && key !== undefined && key !== fixed
        ? t("metrics.edit.yamlKey", { key: fixed })
        : null;
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    if (wrong === null && key !== undefined && metric) tell.current({ key, metric });
  }, [wrong, key, metric]);
  return (
    <div className="metric-form">
      <p className="metric-quiet">{t("metrics.edit.yamlText")}</p>
      <Input.TextArea
        className="metric-code"
        aria-label="YAML"
        spellCheck={false}
        autoSize={{ minRows: 12, maxRows: 32 }}
        value={text}
        status={wrong ? "error" : ""}
        onChange={(event) => setText(event.target.value)}
      />
      {wrong && <Alert type="error" showIcon title={wrong} />}
    </div>
  );
}
