import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject } from "@/base/project";
import { decode, encode, paths, useUrlState } from "@/base/url";
import type { LayersTemplate, TemplateLadder, WireLayers } from "@/contract";
import { Card, QueryView, useErrorText } from "@/ui";
import { EventSelect, Line } from "@/ui/filters";
import { type Draft, draftFrom } from "../draft";
import { filledQuery, templatesQuery, useLayersActions } from "../queries";
import { useNames } from "../words";
import { SizesOf } from "./Sizes";

type Events = Record<string, string | null>;

/** Ladders to begin with: the kind of product, which events of the project play which role, and what comes of it. */
export function Templates({ onDraft }: { onDraft: (draft: Draft) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useNames();
  const { get, set } = useUrlState();
  const query = useQuery(templatesQuery(project.id));
  const blank = () =>
    onDraft({
      kind: "ladder",
      rungs: [
        { key: "rung0", names: { zh: "其他用户", en: "Everybody else" }, who: [] },
        { key: "rung1", names: { zh: "", en: "" }, who: [] },
      ],
      targets: [],
    });
  return (
    <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
      {(templates) => {
        const chosen = templates.find((one) => one.key === get("template"));
        return (
          <div className="layers-parts">
            <div className="layers-templates" role="radiogroup" aria-label={t("layers.templates.which")}>
              {templates.map((one) => (
                // biome-ignore lint/a11y/useSemanticElements: a card of two lines
                <button
                  key={one.key}
                  type="button"
                  role="radio"
                  aria-checked={one.key === chosen?.key}
                  className={one.key === chosen?.key ? "on" : ""}
                  onClick={() => set({ template: one.key, events: null })}
                >
                  <b>{named(one.names)}</b>
                  <small>{named(one.text)}</small>
                </button>
              ))}
            </div>
            {chosen ? (
              <Filled key={chosen.key} template={chosen} onDraft={onDraft} />
            ) : (
              <p className="layers-note">
                {t("layers.templates.hint")}{" "}
                <Button type="link" size="small" onClick={blank}>
                  {t("layers.templates.blank")}
                </Button>
              </p>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}

function useEvents(template: LayersTemplate): [Events, (events: Events) => void] {
  const { get, set } = useUrlState();
  const text = get("events");
  const events: Events = Object.fromEntries(
    template.roles.map((role) => [role.key, template.events[role.key] ?? null]),
  );
  try {
    Object.assign(events, text === null ? {} : (decode(text) as Events));
  } catch {
    // What the address says is no list of events: the guesses stand.
  }
  return [events, (next) => set({ events: encode(next) }, { replace: true })];
}

interface FilledProps {
  template: LayersTemplate;
  onDraft: (draft: Draft) => void;
}

function Filled({ template, onDraft }: FilledProps) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useNames();
  const [events, setEvents] = useEvents(template);
  const lacking = template.roles.filter((role) => !role.any && events[role.key] === null);
  const query = useQuery({
    ...filledQuery(project.id, template.key, events),
    enabled: lacking.length === 0,
  });
  return (
    <>
      <Card title={t("layers.templates.events")}>
        {template.roles.map((role) => (
          <Line key={role.key} say={named(role.names)}>
            <EventSelect
              label={named(role.names)}
              value={events[role.key] ?? null}
              onChange={(event) => setEvents({ ...events, [role.key]: event })}
            />
          </Line>
        ))}
        {lacking.length > 0 && (
          <p className="layers-note" role="status">
            {t("layers.templates.lacking", { names: lacking.map((role) => named(role.names)).join(" · ") })}
          </p>
        )}
      </Card>
      {lacking.length === 0 && (
        <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 6 }} />}>
          {(ladders) => <Use ladders={ladders} onDraft={onDraft} />}
        </QueryView>
      )}
    </>
  );
}

function Use({ ladders, onDraft }: { ladders: TemplateLadder[]; onDraft: (draft: Draft) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const named = useNames();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { create } = useLayersActions();
  const take = async () => {
    try {
      let first = "";
      for (const { key, names, layers } of ladders) {
        const wanted = ladders.length > 1 ? { key } : {};
        const made = await create.mutateAsync({
          name: named(names),
          layers: layers as WireLayers,
          ...wanted,
        });
        first ||= made.property;
      }
      navigate(paths.layers(project.id, first));
    } catch (error) {
      message.error(errorText(error));
    }
  };
  return (
    <>
      <div className="layers-two">
        {ladders.map((one) => (
          <SizesOf key={one.key} title={named(one.names)} layers={one.layers as WireLayers} />
        ))}
      </div>
      <div className="layers-buttons">
        <Button type="primary" loading={create.isPending} onClick={take}>
          {t("layers.templates.use", { count: ladders.length })}
        </Button>
        {ladders.length === 1 && ladders[0] && (
          <Button onClick={() => ladders[0] && onDraft(draftFrom(ladders[0].layers))}>
            {t("layers.templates.edit")}
          </Button>
        )}
      </div>
    </>
  );
}
