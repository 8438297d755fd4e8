import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { projectKey } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { Profile } from "@/contract";
import { useErrorText } from "@/ui";
import { useErase } from "../merges/queries";
import { ReceiptView } from "./ReceiptView";

interface Props {
  profile: Profile;
  open: boolean;
  onClose: () => void;
  /** The person is no more; the receipt has been read. */
  onGone: () => void;
}

/** Erasing a person for good: figures first, an id typed again, and a receipt. */
export function EraseDrawer({ profile, open, onClose, onGone }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const erase = useErase(project.id);
  const leave = () => {
    if (!erase.data) return onClose();
    client.invalidateQueries({ queryKey: projectKey(project.id) });
    onGone();
  };
  return (
    <Drawer
      open={open}
      onClose={leave}
      size={640}
      destroyOnHidden
      mask={{ closable: !erase.isPending && !erase.data }}
      title={t(erase.data ? "people.erase.receipt" : "people.erase.title")}
    >
      {erase.data ? (
        <ReceiptView receipt={erase.data} onClose={leave} />
      ) : (
        <Confirm
          profile={profile}
          busy={erase.isPending}
          error={erase.error}
          onErase={(confirm) => erase.mutate({ person: profile.person_id, confirm })}
        />
      )}
    </Drawer>
  );
}

interface ConfirmProps {
  profile: Profile;
  busy: boolean;
  error: unknown;
  onErase: (confirm: string) => void;
}

function Confirm({ profile, busy, error, onErase }: ConfirmProps) {
  const { t } = useTranslation();
  const id = useId();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const [typed, setTyped] = useState("");
  const known = profile.properties.filter((one) => one.value !== null).length;
  const first = profile.distinct_ids[0] ?? "";
  const right = profile.distinct_ids.includes(typed);
  return (
    <form
      className="merge-steps"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) onErase(typed);
      }}
    >
      <Alert type="error" showIcon title={t("people.erase.final")} description={t("people.erase.where")} />
      <dl className="erase-figures" aria-label={t("people.erase.what")}>
        <div>
          <dt>{t("common.person.events")}</dt>
          <dd className="figure">{format.exact(profile.events)}</dd>
        </div>
        <div>
          <dt>{t("people.merge.ids")}</dt>
          <dd className="figure">{format.exact(profile.distinct_ids.length)}</dd>
        </div>
        <div>
          <dt>{t("people.erase.properties")}</dt>
          <dd className="figure">{format.exact(known)}</dd>
        </div>
      </dl>
      <div>
        <label htmlFor={id}>
          {t("people.erase.type")} <code>{first}</code>
        </label>
        <Input
          id={id}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {error != null && <Alert type="error" showIcon title={errorText(error)} />}
      <div>
        <Button type="primary" danger htmlType="submit" disabled={!right} loading={busy}>
          {t("people.erase.do", { count: profile.events, shown: format.exact(profile.events) })}
        </Button>
      </div>
    </form>
  );
}
