import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Form, Input, InputNumber, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { projectKey } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { AlikePoint } from "@/contract";
import { PeopleTable, QueryView, useErrorText, useEventName, useMay, usePropertyName } from "@/ui";
import { type Alike, alikeQuery, portraitQuery, saveAlike } from "./queries";

/** As many as can be ranked: how many of them are kept is chosen when the check is known. */
const EVERYBODY = 1_000_000;

interface Props {
  segment: string;
  name: string;
  onClose: () => void;
}

/** Everybody else by likeness to a segment, with a check of how well that finds people it has not seen. */
export function AlikeDrawer({ segment, name, onClose }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const property = usePropertyName();
  const event = useEventName();
  const portrait = useQuery(portraitQuery(project.id, segment)).data;
  const [without, setWithout] = useState<string[]>([]);
  const [asked, setAsked] = useState<Alike | null>(null);
  const names = new Map<string, string>();
  for (const part of portrait?.parts ?? []) {
    if (part.group === "event")
      for (const one of part.values) names.set(String(one.value), event(String(one.value)));
    else if (!["hour", "weekday", "value"].includes(part.group) && part.name !== "days")
      names.set(part.name, property(part.name));
  }
  return (
    <Drawer open onClose={onClose} size={720} title={t("portrait.alike.title", { name })}>
      <p>{t("portrait.alike.text")}</p>
      <Form layout="vertical" onFinish={() => setAsked({ segment, leave_out: without, top: EVERYBODY })}>
        <Form.Item label={t("portrait.alike.leaveOut")} extra={t("portrait.alike.leaveOutText")}>
          <Select
            mode="multiple"
            aria-label={t("portrait.alike.leaveOut")}
            value={without}
            onChange={setWithout}
            optionFilterProp="label"
            options={[...names].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t("portrait.alike.find")}
        </Button>
      </Form>
      {asked && <Found key={JSON.stringify(asked)} alike={asked} name={name} />}
    </Drawer>
  );
}

function Found({ alike, name }: { alike: Alike; name: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const property = usePropertyName();
  const event = useEventName();
  const query = useQuery({ ...alikeQuery(project.id, alike), retry: false });
  return (
    <QueryView query={query}>
      {({ check, weights, total, people }) => (
        <div className="alike">
          <h3>
            {t("portrait.alike.check", {
              people: format.exact(check.people),
              seeds: format.exact(check.seeds),
            })}
          </h3>
          <dl>
            <dt>{t("portrait.alike.auc")}</dt>
            <dd>{format.rate(check.auc)}</dd>
            <dd className="portrait-note">
              {t("portrait.alike.aucText", {
                low: format.rate(check.auc_low),
                high: format.rate(check.auc_high),
              })}
            </dd>
            {check.top.map((one) => (
              <div key={one.share}>
                <dt>{t("portrait.alike.first", { share: format.rate(one.share) })}</dt>
                <dd>
                  {t("portrait.alike.found", {
                    found: format.exact(one.found),
                    people: format.exact(one.people),
                    lift: format.short(one.lift),
                  })}
                </dd>
              </div>
            ))}
          </dl>
          <Curve points={check.curve} />
          <h3>{t("portrait.alike.by")}</h3>
          <ul>
            {weights.slice(0, 8).map((one) => (
              <li key={`${one.kind} ${one.name} ${one.value}`}>
                {one.kind === "event" ? event(one.name) : property(one.name)}
                {one.value !== null && ` = ${format.value(one.value)}`}
                {" · "}
                {one.weight > 0 ? t("portrait.alike.raises") : t("portrait.alike.lowers")}
              </li>
            ))}
          </ul>
          <Save alike={alike} name={name} total={total} />
          <h3>{t("portrait.alike.people")}</h3>
          <p className="people-total">
            {t("common.people.total", { count: total, shown: format.exact(total) })}
          </p>
          <PeopleTable people={people} />
        </div>
      )}
    </QueryView>
  );
}

function Save({ alike, name, total }: { alike: Alike; name: string; total: number }) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const may = useMay()("change_segments");
  const [top, setTop] = useState(Math.min(1000, total));
  const [called, setCalled] = useState(t("portrait.alike.title", { name }));
  const save = useMutation({
    mutationFn: () => saveAlike(project.id, { ...alike, top }, called.trim()),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: [...projectKey(project.id), "segments"] });
      void message.success(t("portrait.alike.saved", { name: made.name }));
    },
    onError: (error) => void message.error(errorText(error)),
  });
  if (!may) return null;
  return (
    <Space.Compact className="alike-save">
      <InputNumber
        aria-label={t("portrait.alike.top")}
        title={t("portrait.alike.top")}
        min={1}
        max={Math.max(1, total)}
        precision={0}
        value={top}
        onChange={(next) => setTop(next ?? 1)}
      />
      <Input
        aria-label={t("portrait.alike.name")}
        maxLength={200}
        value={called}
        onChange={(change) => setCalled(change.target.value)}
      />
      <Button loading={save.isPending} disabled={called.trim() === ""} onClick={() => save.mutate()}>
        {t("portrait.alike.save")}
      </Button>
    </Space.Compact>
  );
}

const SIDE = 100;

/** How many of the seeds are found among the likest so many, with what chance alone would find. */
function Curve({ points }: { points: AlikePoint[] }) {
  const { t } = useTranslation();
  const line = points.map((one) => `${one.share * SIDE},${SIDE - one.found * SIDE}`).join(" ");
  return (
    <figure className="alike-curve">
      <svg viewBox={`-1 -1 ${SIDE + 2} ${SIDE + 2}`} role="img" aria-label={t("portrait.alike.curve")}>
        <path className="frame" d={`M0 0V${SIDE}H${SIDE}`} />
        <path className="chance" d={`M0 ${SIDE}L${SIDE} 0`} />
        <polyline points={line} />
      </svg>
      <figcaption>{t("portrait.alike.curve")}</figcaption>
    </figure>
  );
}
