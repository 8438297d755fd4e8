import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { LayerComposition, LayerTarget, Question } from "@/contract";
import { Card, Figure, usePeopleBehind } from "@/ui";

/** What should become of the people of a rung, and what did. */
export function Targets({ data }: { data: LayerComposition }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { open } = usePeopleBehind();
  const state = (target: LayerTarget) =>
    target.reached === null ? "unknown" : target.reached ? "reached" : "missed";
  const icon = {
    reached: <CheckCircleFilled aria-hidden="true" />,
    missed: <ClockCircleOutlined aria-hidden="true" />,
    unknown: <MinusCircleOutlined aria-hidden="true" />,
  };
  return (
    <Card title={t("layers.targets.title")}>
      <ul className="layer-targets">
        {data.targets.map((target) => {
          const from = format.value(target.from);
          const to = format.value(target.to);
          const { address } = target;
          return (
            <li key={`${target.from} ${target.to} ${target.days} ${target.op}`} data-state={state(target)}>
              {icon[state(target)]}
              <span>
                {t(target.op === ">=" ? "layers.targets.atLeast" : "layers.targets.atMost", {
                  from,
                  to,
                  share: format.rate(target.share),
                  count: target.days,
                })}
              </span>
              <b>
                {target.found === null ? (
                  t("layers.targets.nobody", { from })
                ) : (
                  <Figure
                    {...(address
                      ? {
                          onOpen: () =>
                            open({
                              question: target.question as unknown as Question,
                              address,
                              title: t("kinds.migration.way", { from, to }),
                              figure: target.people,
                            }),
                        }
                      : {})}
                  >
                    {t("layers.targets.found", {
                      share: format.rate(target.found),
                      people: format.exact(target.people),
                      of: format.exact(target.of),
                    })}
                  </Figure>
                )}
              </b>
              <em>{t(`layers.targets.${state(target)}`)}</em>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
