import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { places, replaced, without } from "@/base/question";
import { Card } from "@/ui";
import { Choice, NumberInput } from "@/ui/filters";
import type { Ladder, Target } from "../draft";
import { useNames } from "../words";

const OPS = [">=", "<="] as const;
const MOST = 20;

interface Props {
  draft: Ladder;
  onChange: (draft: Ladder) => void;
}

/** [At least] [5 %] of [ordinary] become [active] within [30] days. */
export function TargetsEditor({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const named = useNames();
  const { rungs, targets } = draft;
  const keys = rungs.map((rung) => rung.key);
  const name = (key: string) => {
    const rung = rungs.find((one) => one.key === key);
    return rung ? named(rung.names) || key : key;
  };
  const set = (next: Target[]) => onChange({ ...draft, targets: next });
  const at = places("targets", targets);
  const add = () => {
    const from = keys.at(-2) ?? "";
    set([...targets, { from, to: keys.at(-1) ?? "", op: ">=", share: 0.05, days: 30 }]);
  };
  return (
    <Card
      title={t("layers.targets.title")}
      extra={
        targets.length < MOST && (
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
            {t("layers.targets.add")}
          </Button>
        )
      }
    >
      {targets.length === 0 && <p className="layers-note">{t("layers.targets.none")}</p>}
      <ul className="target-editors">
        {targets.map((target, index) => {
          const change = (part: Partial<Target>) => set(replaced(targets, index, { ...target, ...part }));
          return (
            <li key={at[index]}>
              <NumberInput
                label={t("layers.targets.days")}
                min={1}
                max={366}
                value={target.days}
                onChange={(days) => days && change({ days })}
              />
              <span>{t("layers.targets.within")}</span>
              <Choice
                label={t("layers.targets.from")}
                value={target.from}
                options={keys}
                name={name}
                onChange={(from) => change({ from })}
              />
              <span aria-hidden="true">→</span>
              <Choice
                label={t("layers.targets.to")}
                value={target.to}
                options={keys}
                name={name}
                onChange={(to) => change({ to })}
              />
              <Choice
                label={t("layers.targets.op")}
                value={target.op}
                options={OPS}
                name={(op) => t(`layers.targets.ops.${op === ">=" ? "least" : "most"}`)}
                onChange={(op) => change({ op })}
              />
              <InputNumber
                className="pick-number"
                aria-label={t("layers.targets.share")}
                min={0}
                max={100}
                step={1}
                suffix="%"
                value={Math.round(target.share * 1000) / 10}
                changeOnWheel={false}
                onChange={(share) => share !== null && change({ share: Number(share) / 100 })}
              />
              <Button
                type="text"
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t("layers.targets.remove", { from: name(target.from), to: name(target.to) })}
                onClick={() => set(without(targets, index))}
              />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
