import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { places, replaced, without } from "@/base/question";
import type { Sequence } from "@/contract";
import { Tick, WindowInput } from "./controls";
import { Field } from "./fields";
import { OccurrenceRow } from "./OccurrenceRow";
import { FiltersOf, useSubject } from "./subject";
import { WithinPicker } from "./WithinPicker";

const LEAST = 2;
const MOST = 8;
const INNER = ["sequence", "window", "within"];

interface Props {
  path: string;
  value: Sequence;
  onChange: (value: Sequence) => void;
}

/** People who did [one event], then [another], perhaps within a time from the first to the last. */
export function SequenceRow({ path, value, onChange }: Props) {
  const { t } = useTranslation();
  const subject = useSubject();
  const { sequence, window } = value;
  const at = places(`${path}.sequence`, sequence);
  const set = (steps: Sequence["sequence"]) => onChange({ ...value, sequence: steps });
  return (
    <Field path={path} except={INNER}>
      <div className="did">
        <FiltersOf value="events">
          {sequence.map((step, index) => (
            <OccurrenceRow
              key={at[index]}
              path={at[index] ?? path}
              value={step}
              lead={index === 0 ? null : t("ask.sequence.then")}
              label={t("ask.sequence.step", { number: index + 1 })}
              onChange={(next) => set(replaced(sequence, index, next))}
              tools={
                sequence.length > LEAST && (
                  <Button
                    type="text"
                    icon={<CloseOutlined aria-hidden="true" />}
                    aria-label={t("ask.sequence.remove", { number: index + 1 })}
                    onClick={() => set(without(sequence, index))}
                  />
                )
              }
            />
          ))}
        </FiltersOf>
        {sequence.length < MOST && (
          <Button
            type="text"
            size="small"
            className="add-line"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => set([...sequence, { event: null }])}
          >
            {t("ask.sequence.add")}
          </Button>
        )}
        <div className="did-line">
          <Tick
            label={t("ask.sequence.window")}
            value={window ? true : undefined}
            onChange={(on) => {
              const { window: _, ...rest } = value;
              onChange(on ? { ...rest, window: { value: 1, unit: "day" } } : rest);
            }}
          />
          {window && (
            <WindowInput
              path={`${path}.window`}
              label={t("ask.sequence.window")}
              value={window}
              onChange={(next) => onChange({ ...value, window: next })}
            />
          )}
        </div>
        <WithinPicker
          path={`${path}.within`}
          value={value.within}
          before={subject === "people"}
          onChange={(within) => {
            const { within: _, ...rest } = value;
            onChange(within ? { ...rest, within } : rest);
          }}
        />
      </div>
    </Field>
  );
}
