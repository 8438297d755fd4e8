import { App } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import type { Rules } from "@/contract";
import { useErrorText } from "@/ui";
import { Channels } from "./channels/Channels";
import { differences, draftOf, mistakeAt, rulesOf, valueAt } from "./draft";
import { useRulesPut } from "./queries";
import { SaveBar } from "./SaveBar";
import { type Editing, LeftOut, Limits, Privacy, Sessions, Time } from "./sections";

/** The rules as a form; what differs from what is in force stands at its foot until it is saved or dropped. */
export function RulesForm({ rules, defaults }: { rules: Rules; defaults: Rules }) {
  const { t } = useTranslation();
  const project = useProject();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOf(rules));
  const put = useRulesPut(project.id);
  const after = rulesOf(draft);
  const changes = differences(rules, after);
  const field = put.error instanceof ApiError ? put.error.field : null;
  const mistake = field === null ? null : mistakeAt(field, after);

  const wrong = (path: string) =>
    mistake?.path === path
      ? t(`rules.wrong.${path}`, {
          // Nothing else can be typed wrong: numbers have their bounds, the rest is chosen.
          defaultValue: errorText(put.error),
          value: valueAt(draft, mistake),
        })
      : undefined;
  const editing: Editing = {
    rules: draft.rules,
    defaults,
    wrong,
    set: (change) => setDraft((old) => ({ ...old, rules: { ...old.rules, ...change } })),
  };
  const drop = () => {
    setDraft(draftOf(rules));
    put.reset();
  };
  const save = () =>
    put.mutate(after, {
      // What is in force may be written otherwise than it was typed: a domain without its @.
      onSuccess: (found) => {
        setDraft(draftOf(found.rules as Rules));
        message.success(t("rules.saved"));
      },
      onError: () =>
        requestAnimationFrame(() =>
          form.current?.querySelector(".rules-error")?.scrollIntoView({ block: "center" }),
        ),
    });

  return (
    <form
      ref={form}
      className="rules"
      aria-label={t("rules.title")}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Time {...editing} />
      <Sessions {...editing} />
      <Privacy {...editing} />
      <LeftOut {...editing} />
      <Channels
        rows={draft.channels}
        wrongAt={mistake?.path === "channel_rules" ? mistake.place : null}
        onChange={(channels) => setDraft((old) => ({ ...old, channels }))}
        {...editing}
      />
      <Limits {...editing} />
      {changes.length > 0 && (
        <SaveBar
          changes={changes}
          error={
            mistake
              ? t("rules.wrong.somewhere", {
                  field: t(`rules.field.${mistake.path}`, { defaultValue: mistake.path }),
                })
              : put.error
          }
          saving={put.isPending}
          onDrop={drop}
        />
      )}
    </form>
  );
}
