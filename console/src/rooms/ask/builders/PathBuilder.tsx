import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { places, replaced, without } from "@/base/question";
import type { Path } from "@/contract";
import {
  Advanced,
  Choice,
  Either,
  EventSelect,
  Field,
  Line,
  NumberInput,
  OccurrenceRow,
  PropertySelect,
  Tick,
  WindowInput,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { OccurrenceList } from "./OccurrenceList";

const DIRECTIONS = ["forward", "backward"] as const;
const PER = ["person", "session"] as const;
const WITHIN = ["range", "session", "window"] as const;

/** What people do [after] [event], so many steps. */
export default function PathBuilder({ question, onChange }: BuilderProps<Path>) {
  const { t } = useTranslation();
  const set = (change: Partial<Path>) => onChange({ ...question, ...change });
  const { direction = "forward", per = "person", within, only = [], exclude = [], split = [] } = question;
  const bound = !within ? "range" : "session" in within ? "session" : "window";
  const { rename = [], collapse = true } = question;
  const used = [
    per !== "person",
    within,
    only.length,
    exclude.length,
    split.length,
    rename.length,
    !collapse,
  ];
  const splitAt = places("split", split);
  const renameAt = places("rename", rename);
  return (
    <>
      <Either
        label={t("kinds.path.direction")}
        value={direction}
        options={DIRECTIONS}
        name={(one) => t(`kinds.path.directions.${one}`)}
        onChange={(next) => set({ direction: next === "forward" ? undefined : next })}
      />
      <OccurrenceRow
        path="anchor"
        value={question.anchor}
        onChange={(anchor) => set({ anchor })}
        lead={t(`kinds.path.lead.${direction}`)}
        label={t("kinds.path.anchor")}
      />
      <Line say={t("kinds.path.steps")}>
        <NumberInput
          label={t("kinds.path.steps")}
          min={1}
          max={20}
          value={question.steps ?? 5}
          onChange={(steps) => set({ steps })}
        />
        <span className="builder-word">{t("kinds.path.top")}</span>
        <NumberInput
          label={t("kinds.path.top")}
          min={1}
          max={50}
          value={question.top ?? 10}
          onChange={(top) => set({ top })}
        />
      </Line>
      <Advanced used={used.filter(Boolean).length}>
        <Line say={t("kinds.path.per")}>
          <Either
            label={t("kinds.path.per")}
            value={per}
            options={PER}
            name={(one) => t(`kinds.path.pers.${one}`)}
            onChange={(next) => set({ per: next === "person" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.path.within")}>
          <Choice
            label={t("kinds.path.within")}
            value={bound}
            options={WITHIN}
            name={(one) => t(`kinds.path.bounds.${one}`)}
            onChange={(next) =>
              set({
                within:
                  next === "range"
                    ? undefined
                    : next === "session"
                      ? { session: true }
                      : { value: 1, unit: "day" },
              })
            }
          />
          {within && !("session" in within) && (
            <WindowInput
              path="within"
              label={t("kinds.path.within")}
              value={within}
              onChange={(next) => set({ within: next })}
            />
          )}
        </Line>
        <Tick
          label={t("kinds.path.collapse")}
          value={collapse}
          onChange={(on) => set({ collapse: on ? undefined : false })}
        />
        <OccurrenceList
          path="only"
          list={only}
          lead={t("kinds.path.only")}
          add={t("kinds.path.addOnly")}
          most={15}
          onChange={(next) => set({ only: next.length > 0 ? next : undefined })}
        />
        <OccurrenceList
          path="exclude"
          list={exclude}
          lead={t("kinds.path.exclude")}
          add={t("kinds.path.addExclude")}
          most={15}
          onChange={(next) => set({ exclude: next.length > 0 ? next : undefined })}
        />
        {split.map((one, index) => (
          <Line key={splitAt[index]} say={t("kinds.path.split")}>
            <Field path={`split.${index}`}>
              <EventSelect
                label={t("kinds.path.splitEvent")}
                value={one.event || null}
                onChange={(event) => set({ split: replaced(split, index, { ...one, event: event ?? "" }) })}
              />
            </Field>
            <PropertySelect
              label={t("kinds.path.splitProperty")}
              only={{ scope: "event" }}
              value={one.property ? { property: one.property, scope: "event" } : null}
              onChange={(chosen) =>
                chosen && set({ split: replaced(split, index, { ...one, property: chosen.property }) })
              }
            />
            <Remove
              label={t("kinds.path.removeSplit", { number: index + 1 })}
              onClick={() => set({ split: split.length > 1 ? without(split, index) : undefined })}
            />
          </Line>
        ))}
        <Add
          text={t("kinds.path.addSplit")}
          onClick={() => set({ split: [...split, { event: question.anchor.event ?? "", property: "" }] })}
        />
        {rename.map((one, index) => (
          <Line key={renameAt[index]} say={t("kinds.path.rename")}>
            <Field path={`rename.${index}`}>
              <Input
                aria-label={t("kinds.path.match")}
                placeholder="^W_.*"
                defaultValue={one.match}
                onBlur={(event) =>
                  set({ rename: replaced(rename, index, { ...one, match: event.target.value }) })
                }
              />
            </Field>
            <Input
              className="pick-short"
              aria-label={t("kinds.path.renameTo")}
              defaultValue={one.to}
              onBlur={(event) => set({ rename: replaced(rename, index, { ...one, to: event.target.value }) })}
            />
            <Remove
              label={t("kinds.path.removeRename", { number: index + 1 })}
              onClick={() => set({ rename: rename.length > 1 ? without(rename, index) : undefined })}
            />
          </Line>
        ))}
        <Add
          text={t("kinds.path.addRename")}
          onClick={() => set({ rename: [...rename, { match: "", to: "" }] })}
        />
      </Advanced>
    </>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button type="text" icon={<CloseOutlined aria-hidden="true" />} aria-label={label} onClick={onClick} />
  );
}

function Add({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <Button
      type="text"
      size="small"
      className="add-line"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}
