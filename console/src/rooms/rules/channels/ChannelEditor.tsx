import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelCondition, ChannelRule } from "@/contract";
import { FIELDS, fitting, OPS } from "../draft";

const MOST = 10;
const BLANK: ChannelCondition = { field: "utm_medium", op: "is", parameter: null, values: [] };

/** A channel's name and its conditions, which must all hold. */
export function ChannelEditor({
  rule,
  onChange,
}: {
  rule: ChannelRule;
  onChange: (rule: ChannelRule) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const places = rule.when.map((_, place) => `${id}${place}`);
  const put = (place: number, change: Partial<ChannelCondition>) =>
    onChange({
      ...rule,
      when: rule.when.map((old, at) => (at === place ? fitting({ ...old, ...change }) : old)),
    });
  return (
    <div className="channel-editor">
      <label htmlFor={id}>{t("rules.channel.name")}</label>
      <Input
        id={id}
        value={rule.channel}
        // A new rule may stand far below the button that made it.
        autoFocus={rule.channel === ""}
        maxLength={100}
        onChange={(event) => onChange({ ...rule, channel: event.target.value })}
      />
      {rule.when.map((condition, place) => (
        <fieldset key={places[place]} className="channel-condition">
          <legend className="sr-only">{t("rules.channel.condition", { shown: place + 1 })}</legend>
          <Select
            value={condition.field}
            aria-label={t("rules.channel.looksAt")}
            onChange={(field) => put(place, { field })}
            options={FIELDS.map((field) => ({ value: field, label: t(`rules.channel.field.${field}`) }))}
          />
          {condition.field === "parameter" && (
            <Input
              value={condition.parameter ?? ""}
              aria-label={t("rules.channel.parameter")}
              placeholder={t("rules.channel.parameter")}
              onChange={(event) => put(place, { parameter: event.target.value })}
            />
          )}
          <Select
            value={condition.op}
            aria-label={t("rules.channel.how")}
            onChange={(op) => put(place, { op })}
            options={OPS.map((op) => ({ value: op, label: t(`rules.channel.op.${op}`) }))}
          />
          {condition.op !== "is set" && (
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              className="channel-values"
              value={condition.values}
              aria-label={t("rules.channel.values")}
              placeholder={t("rules.channel.values")}
              tokenSeparators={[",", "，", "、", ";", "\n"]}
              onChange={(values: string[]) => put(place, { values })}
            />
          )}
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={t("rules.channel.removeCondition", { shown: place + 1 })}
            onClick={() => onChange({ ...rule, when: rule.when.filter((_, at) => at !== place) })}
          />
        </fieldset>
      ))}
      {rule.when.length < MOST && (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange({ ...rule, when: [...rule.when, BLANK] })}
        >
          {t("rules.channel.addCondition")}
        </Button>
      )}
    </div>
  );
}
