import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { ChannelRule } from "@/contract";
import { Card } from "@/ui";
import { added, moved, type Row, replaced, rowsOf, unreached, without } from "../draft";
import { type Editing, ListField } from "../sections/fields";
import { ChannelRow } from "./ChannelRow";

interface Props extends Editing {
  rows: Row[];
  /** The rule the server found a mistake in. */
  wrongAt: number | null;
  onChange: (rows: Row[]) => void;
}

/** Names of rows that are none of the names in use. */
const FRESH = 10_000;

const BLANK: ChannelRule = {
  channel: "",
  when: [{ field: "utm_source", op: "is", parameter: null, values: [] }],
};

/** Where a visit came from: rules tried in order, the first that fits names the channel. */
export function Channels({ rows, defaults, wrongAt, wrong, onChange, rules, set }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const [edited, setEdited] = useState<number | null>(null);
  const unlike = JSON.stringify(rows.map((row) => row.rule)) !== JSON.stringify(defaults.channel_rules);
  const behind = unreached(rows);

  const add = () => {
    const next = added(rows, BLANK);
    setEdited(next.find((row) => !rows.some((old) => old.id === row.id))?.id ?? null);
    onChange(next);
  };

  return (
    <Card
      title={t("rules.section.channels")}
      extra={
        <>
          {unlike && (
            <Button size="small" type="text" onClick={() => onChange(rowsOf(defaults.channel_rules, FRESH))}>
              {t("rules.channel.reset")}
            </Button>
          )}
          <Button size="small" icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
            {t("rules.channel.add")}
          </Button>
        </>
      }
    >
      <p className="rules-note">{t("rules.text.channels")}</p>
      {behind > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("rules.channel.unreached", { count: behind, shown: format.exact(behind) })}
        />
      )}
      <ol className="channels">
        {rows.map((row, place) => (
          <ChannelRow
            key={row.id}
            row={row}
            first={place === 0}
            last={place === rows.length - 1}
            open={edited === row.id}
            wrong={place === wrongAt ? wrong("channel_rules") : undefined}
            onOpen={(open) => setEdited(open ? row.id : null)}
            onMove={(by) => onChange(moved(rows, row.id, by))}
            onRemove={() => onChange(without(rows, row.id))}
            onChange={(rule) => onChange(replaced(rows, row.id, rule))}
          />
        ))}
      </ol>
      <ListField
        label={t("rules.field.own_hosts")}
        text={t("rules.text.own_hosts")}
        example="pay.example.com"
        error={wrong("own_hosts")}
        value={rules.own_hosts}
        onChange={(own_hosts) => set({ own_hosts })}
      />
    </Card>
  );
}
