import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { DefinedLayers, LayerComposition, LayerPart, Question } from "@/contract";
import { Card, Change, Figure, QueryView, usePeopleBehind } from "@/ui";
import { RuleText } from "@/ui/filters";
import type { TwoDays } from "../days";
import { rungsOf } from "../draft";
import { compositionQuery } from "../queries";
import { useNames } from "../words";
import { RfmView } from "./RfmView";
import { Targets } from "./Targets";

interface Props {
  layers: DefinedLayers;
  days: TwoDays;
}

/** How many people are where, and what changed. */
export function Composition({ layers, days }: Props) {
  const project = useProject();
  const query = useQuery(compositionQuery(project.id, layers.property, days.at, days.before));
  return (
    <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 8 }} />}>
      {(data) => (
        <div className="layers-parts">
          {data.rfm ? <RfmView data={data} rfm={data.rfm} /> : <Rungs data={data} />}
          {data.targets.length > 0 && <Targets data={data} />}
        </div>
      )}
    </QueryView>
  );
}

/** A door to the people of a composition. */
export function useDoor(data: LayerComposition) {
  const { open } = usePeopleBehind();
  return (address: string | null, title: string, figure: number) =>
    address
      ? () => open({ question: data.question as unknown as Question, address, title, figure })
      : undefined;
}

function Rungs({ data }: { data: LayerComposition }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const door = useDoor(data);
  const named = useNames();
  const most = Math.max(1, ...data.parts.map((part) => part.people));
  const rules = rungsOf(data.definition);
  const stage = data.definition.layers.kind === "stage" ? data.definition.layers : null;
  const sum = data.parts.reduce((all, part) => all + part.people, 0);
  const title = (part: LayerPart) => (part.names ? named(part.names) : t("layers.nowhere"));
  const against = t("layers.against", { day: format.shortDay(data.before) });
  return (
    <Card
      title={
        <Figure onOpen={door(data.address, t("layers.everybody"), data.people)}>
          {t("layers.people", { count: data.people, shown: format.exact(data.people) })}
        </Figure>
      }
      extra={<span className="layers-note">{t("layers.onDay", { day: format.day(data.day) })}</span>}
    >
      <ol className="rungs">
        {data.parts.map((part) => {
          const name = title(part);
          const who = part.value ? rules.get(part.value) : undefined;
          return (
            <li key={part.value ?? ""}>
              <div className="rung-name">
                <b>{name}</b>
                <small>
                  {part.value === null ? (
                    t("layers.nowhereHint")
                  ) : who ? (
                    <RuleText filters={who} />
                  ) : stage ? (
                    t(`layers.stage.says.${part.value.replace(/^\$stage_/, "")}`, { ...stage })
                  ) : (
                    t("layers.everybodyElse")
                  )}
                </small>
              </div>
              <div className="rung-bar" aria-hidden="true">
                <i style={{ width: `${(100 * part.people) / most}%` }} />
              </div>
              <div className="rung-size">
                <Figure
                  label={`${name}: ${format.exact(part.people)}`}
                  onOpen={door(part.address, name, part.people)}
                >
                  {format.exact(part.people)}
                </Figure>
                <small>{format.rate(part.share)}</small>
              </div>
              <div className="rung-change">
                <Change value={part.people} previous={part.before} good="neutral" against={against} />
                <small className="rung-moves">
                  <Figure
                    hint={t("layers.enteredHint", { name, day: format.day(data.before) })}
                    onOpen={door(part.entered_address, t("layers.enteredTitle", { name }), part.entered)}
                  >
                    {t("layers.entered", { shown: format.exact(part.entered) })}
                  </Figure>
                  <Figure
                    hint={t("layers.leftHint", { name, day: format.day(data.before) })}
                    onOpen={door(part.left_address, t("layers.leftTitle", { name }), part.left)}
                  >
                    {t("layers.left", { shown: format.exact(part.left) })}
                  </Figure>
                </small>
              </div>
            </li>
          );
        })}
      </ol>
      <p className="table-note" role={sum === data.people ? undefined : "alert"}>
        {t(sum === data.people ? "layers.exactly" : "layers.notExactly", {
          sum: data.parts.map((part) => format.exact(part.people)).join(" + "),
          all: format.exact(data.people),
        })}
      </p>
    </Card>
  );
}
