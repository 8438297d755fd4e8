import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { factsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { replaced, without } from "@/base/question";
import { Field, Line, Tick } from "@/ui/filters";
import { asShape, type Shape } from "./draft";

type Fact = Extract<Shape, { type: "fact" }>;

/** Which measured fact, and only with some dimensions. */
export function FactForm({ is, onChange }: { is: Fact; onChange: (is: Shape) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const { data } = useQuery(factsQuery(project.id));
  const set = (change: Partial<Fact>) => onChange(asShape({ ...is, ...change }));
  const where = Object.entries(is.where ?? {});
  const put = (entries: [string, string[]][]) => set({ where: Object.fromEntries(entries) });
  return (
    <>
      <Line say={t("metrics.edit.fact")}>
        <Field path="is.fact">
          <AutoComplete
            className="pick"
            aria-label={t("metrics.edit.fact")}
            value={is.fact}
            options={(data ?? []).map((name) => ({ value: name }))}
            onChange={(fact: string) => set({ fact })}
          />
        </Field>
      </Line>
      {where.map(([name, values], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row stays where it is while its name is written
        <div key={index} className="metric-where">
          <Input
            aria-label={t("metrics.edit.dimension", { number: index + 1 })}
            placeholder={t("metrics.edit.dimensionName")}
            value={name}
            onChange={(event) => put(replaced(where, index, [event.target.value, values]))}
          />
          <Select
            mode="tags"
            aria-label={t("metrics.edit.dimensionValues", { number: index + 1 })}
            value={values}
            onChange={(next) => put(replaced(where, index, [name, next]))}
          />
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden="true" />}
            aria-label={t("metrics.edit.removeDimension", { number: index + 1 })}
            onClick={() => put(without(where, index))}
          />
        </div>
      ))}
      <Button
        type="text"
        size="small"
        className="add-line"
        icon={<PlusOutlined aria-hidden="true" />}
        onClick={() => put([...where, ["", []]])}
      >
        {t("metrics.edit.onlyWhere")}
      </Button>
      <Tick
        label={t("metrics.edit.level")}
        value={is.sum_over_days === false}
        onChange={(level) => set({ sum_over_days: level !== true })}
      />
    </>
  );
}
