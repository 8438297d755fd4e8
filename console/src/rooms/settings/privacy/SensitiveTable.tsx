import { App, Grid, Select, Switch, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { SensitiveProperty } from "@/contract";
import { DataTable, ScopeMark, useAllowed, useErrorText, usePropertyName } from "@/ui";
import { type Decision, useDecision } from "../queries";
import { KINDS } from "./kinds";

/** Every property that is or was taken for sensitive, and who said so. */
export function SensitiveTable({ properties }: { properties: SensitiveProperty[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const allowed = useAllowed();
  const wide = Grid.useBreakpoint().lg ?? true;
  const { message } = App.useApp();
  const errorText = useErrorText();
  const decision = useDecision(project.id);
  const kept = allowed("mark_sensitive");
  const decide = (one: SensitiveProperty, change: Partial<Decision>) =>
    decision.mutate(
      { scope: one.scope, name: one.name, kind: one.kind, sensitive: one.sensitive, ...change },
      { onError: (error) => void message.error(errorText(error)) },
    );
  const busy = (one: SensitiveProperty) =>
    decision.isPending && decision.variables.name === one.name && decision.variables.scope === one.scope;

  const name = (one: SensitiveProperty) => (
    <span className="sensitive-name">
      <b title={one.name}>{named(one.name)}</b>
      <ScopeMark scope={one.scope} />
    </span>
  );
  const examples = (one: SensitiveProperty) => (
    <span className="sensitive-examples">{one.examples.join("  ") || "–"}</span>
  );
  const kind = (one: SensitiveProperty) => (
    <Select
      className="sensitive-kind"
      value={one.kind}
      aria-label={t("settings.privacy.kindOf", { name: one.name })}
      disabled={kept.disabled || !one.sensitive}
      {...(kept.title ? { title: kept.title } : {})}
      options={KINDS.map((value) => ({ value, label: t(`settings.privacy.kind.${value}`) }))}
      onChange={(next) => decide(one, { kind: next })}
    />
  );
  const said = (one: SensitiveProperty) => {
    const found = one.found ? t(`settings.privacy.found.${one.found}`) : "";
    const who = one.decided_by ?? t("settings.terminal");
    const by = one.decided
      ? t(one.sensitive ? "settings.privacy.marked" : "settings.privacy.cleared", { who })
      : "";
    return (
      <span title={one.decided_at ? format.moment(one.decided_at) : format.moment(one.created_at)}>
        {[found, by].filter(Boolean).join(" · ")}
      </span>
    );
  };
  const masked = (one: SensitiveProperty) => (
    <Switch
      checked={one.sensitive}
      loading={busy(one)}
      aria-label={t("settings.privacy.maskOf", { name: one.name })}
      onChange={(sensitive) => decide(one, { sensitive })}
      {...kept}
    />
  );
  const columns: TableProps<SensitiveProperty>["columns"] = wide
    ? [
        { key: "name", title: t("settings.privacy.property"), render: (_, one) => name(one) },
        { key: "kind", title: t("settings.privacy.kindTitle"), render: (_, one) => kind(one) },
        { key: "examples", title: t("settings.privacy.examples"), render: (_, one) => examples(one) },
        { key: "said", title: t("settings.privacy.foundTitle"), render: (_, one) => said(one) },
        {
          key: "masked",
          title: t("settings.privacy.masked"),
          align: "right",
          render: (_, one) => masked(one),
        },
      ]
    : [
        {
          key: "all",
          render: (_, one) => (
            <div className="sensitive-cell">
              <div>
                {name(one)}
                {masked(one)}
              </div>
              {examples(one)}
              <div>
                {kind(one)}
                <small>{said(one)}</small>
              </div>
            </div>
          ),
        },
      ];
  return (
    <DataTable<SensitiveProperty>
      rowKey={(one) => `${one.scope}:${one.name}`}
      columns={columns}
      showHeader={wide}
      dataSource={properties}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}
