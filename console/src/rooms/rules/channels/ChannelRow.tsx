import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ChannelCondition, ChannelRule } from "@/contract";
import type { Row } from "../draft";
import { ChannelEditor } from "./ChannelEditor";

interface Props {
  row: Row;
  first: boolean;
  last: boolean;
  open: boolean;
  wrong: string | undefined;
  onOpen: (open: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onChange: (rule: ChannelRule) => void;
}

/** A channel and, as a sentence, the visits that belong to it; it opens where it stands to be edited. */
export function ChannelRow({ row, first, last, open, wrong, onOpen, onMove, onRemove, onChange }: Props) {
  const { t } = useTranslation();
  const name = row.rule.channel || t("rules.channel.nameless");
  return (
    <li className={wrong ? "channel channel-wrong" : "channel"}>
      <div className="channel-line">
        <b>{name}</b>
        <span className="channel-when">
          {row.rule.when.length === 0
            ? t("rules.channel.always")
            : row.rule.when.map((condition, place) => (
                <Sentence
                  key={JSON.stringify(condition)}
                  condition={condition}
                  lead={t(place === 0 ? "rules.channel.when" : "rules.channel.and")}
                />
              ))}
        </span>
        <span className="channel-acts">
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined />}
            disabled={first}
            aria-label={t("rules.channel.up", { name })}
            onClick={() => onMove(-1)}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined />}
            disabled={last}
            aria-label={t("rules.channel.down", { name })}
            onClick={() => onMove(1)}
          />
          <Button
            type="text"
            size="small"
            icon={<EditOutlined />}
            aria-expanded={open}
            aria-label={t("rules.channel.edit", { name })}
            onClick={() => onOpen(!open)}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t("rules.channel.remove", { name })}
            onClick={onRemove}
          />
        </span>
      </div>
      {wrong && (
        <p className="rules-error" role="alert">
          {wrong}
        </p>
      )}
      {open && <ChannelEditor rule={row.rule} onChange={onChange} />}
    </li>
  );
}

const SHOWN = 4;

function Sentence({ condition, lead }: { condition: ChannelCondition; lead: string }) {
  const { t } = useTranslation();
  const { field, op, parameter, values } = condition;
  const more = values.length - SHOWN;
  const names = values.slice(0, more > 1 ? SHOWN : values.length).join(t("rules.channel.or"));
  return (
    <span title={values.length > 0 ? values.join(", ") : undefined}>
      {lead} {t(`rules.channel.field.${field}`)}
      {parameter !== null && <code> {parameter}</code>} {t(`rules.channel.op.${op}`)} {names}
      {more > 1 && ` ${t("rules.channel.more", { count: more })}`}{" "}
    </span>
  );
}
