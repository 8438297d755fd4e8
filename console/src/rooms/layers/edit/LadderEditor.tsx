import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { replaced, without } from "@/base/question";
import { Card } from "@/ui";
import { Field, FilterList, FiltersOf, RuleText } from "@/ui/filters";
import { freeKey, type Ladder, type Rung } from "../draft";
import { TargetsEditor } from "./TargetsEditor";

const MOST = 12;

interface Props {
  draft: Ladder;
  onChange: (draft: Ladder) => void;
}

/** The rungs from the highest: names in both languages, and who stands there. The lowest takes everybody else. */
export function LadderEditor({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const { rungs } = draft;
  const set = (next: Rung[]) => {
    const keys = new Set(next.map((rung) => rung.key));
    const targets = draft.targets.filter((target) => keys.has(target.from) && keys.has(target.to));
    onChange({ ...draft, rungs: next, targets });
  };
  const swap = (index: number, other: number) => {
    const [a, b] = [rungs[index], rungs[other]];
    if (a && b) set(replaced(replaced(rungs, index, b), other, a));
  };
  const top = rungs.length - 1;
  return (
    <div className="layers-parts">
      <Card
        title={t("layers.ladder.rungs")}
        extra={
          rungs.length < MOST && (
            <Button
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => set([...rungs, { key: freeKey(rungs), names: { zh: "", en: "" }, who: [] }])}
            >
              {t("layers.ladder.add")}
            </Button>
          )
        }
      >
        <p className="layers-note">{t("layers.ladder.hint")}</p>
        <ol className="rung-editors">
          {rungs
            .map((rung, index) => ({ rung, index }))
            .reverse()
            .map(({ rung, index }) => (
              <li key={rung.key}>
                <RungEditor
                  path={`layers.rungs.${index}`}
                  rung={rung}
                  lowest={index === 0}
                  onChange={(next) => set(replaced(rungs, index, next))}
                  onUp={index > 0 && index < top ? () => swap(index, index + 1) : null}
                  onDown={index > 1 ? () => swap(index, index - 1) : null}
                  onRemove={index > 0 && rungs.length > 2 ? () => set(without(rungs, index)) : null}
                />
              </li>
            ))}
        </ol>
      </Card>
      <TargetsEditor draft={draft} onChange={onChange} />
    </div>
  );
}

interface RungProps {
  path: string;
  rung: Rung;
  lowest: boolean;
  onChange: (rung: Rung) => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onRemove: (() => void) | null;
}

function RungEditor({ path, rung, lowest, onChange, onUp, onDown, onRemove }: RungProps) {
  const { t } = useTranslation();
  const name = rung.names.zh || rung.names.en || rung.key;
  const tool = (key: string, icon: React.ReactNode, act: (() => void) | null) =>
    act && (
      <Button
        type="text"
        size="small"
        icon={icon}
        aria-label={t(`layers.ladder.${key}`, { name })}
        onClick={act}
      />
    );
  return (
    <section className="rung-editor" aria-label={name}>
      <div className="rung-head">
        <Field path={`${path}.names`}>
          <span className="rung-names">
            {(["zh", "en"] as const).map((tongue) => (
              <Input
                key={tongue}
                aria-label={t(`layers.ladder.name.${tongue}`)}
                placeholder={t(`layers.ladder.name.${tongue}`)}
                maxLength={60}
                value={rung.names[tongue]}
                onChange={(event) =>
                  onChange({ ...rung, names: { ...rung.names, [tongue]: event.target.value } })
                }
              />
            ))}
          </span>
        </Field>
        <span className="rung-tools">
          {tool("up", <ArrowUpOutlined aria-hidden="true" />, onUp)}
          {tool("down", <ArrowDownOutlined aria-hidden="true" />, onDown)}
          {tool("remove", <DeleteOutlined aria-hidden="true" />, onRemove)}
        </span>
      </div>
      {lowest ? (
        <p className="layers-note">{t("layers.everybodyElse")}</p>
      ) : (
        <>
          {rung.who.length > 0 && (
            <p className="rung-rule" aria-live="polite">
              <RuleText filters={rung.who} />
            </p>
          )}
          <FiltersOf value="people">
            <FilterList
              path={`${path}.who`}
              filters={rung.who}
              compact
              onChange={(who) => onChange({ ...rung, who })}
            />
          </FiltersOf>
        </>
      )}
    </section>
  );
}
