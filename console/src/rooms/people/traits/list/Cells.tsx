import { useQuery } from "@tanstack/react-query";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { answerQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { DefinedTrait, Filter } from "@/contract";
import { Figure, useErrorText, usePeopleBehind } from "@/ui";
import { ruleQuestion } from "../../segments/rule";
import { Uses } from "../../uses/Uses";
import { traitUsesQuery } from "../queries";

/** How many people have a value; they open. */
export function Fill({ trait }: { trait: DefinedTrait }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const behind = usePeopleBehind();
  const set: Filter = { property: trait.name, scope: "person", op: "is set" };
  const { data, error } = useQuery(answerQuery(project.id, { ...ruleQuestion([set]), limit: 1 }));
  if (error) return <span title={errorText(error)}>–</span>;
  if (!data) return <span aria-busy="true">…</span>;
  const count = Number(data.answer.totals.people);
  const shown = format.exact(count);
  if (count === 0) return <>{shown}</>;
  return (
    <Figure
      label={t("traits.fillOne", { name: trait.name, shown })}
      onOpen={() =>
        behind.open({
          question: data.question,
          address: String(data.answer.totals.address),
          title: trait.name,
          figure: count,
        })
      }
    >
      {shown}
    </Figure>
  );
}

/** How much looks at a trait, and on asking what. */
export function UsedBy({ trait }: { trait: DefinedTrait }) {
  const { t } = useTranslation();
  const project = useProject();
  const { data } = useQuery(traitUsesQuery(project.id, trait.id));
  if (!data) return <span aria-busy={data === undefined}>…</span>;
  if (data.length === 0) return <span className="trait-quiet">{t("traits.usedNowhere")}</span>;
  return (
    <Popover trigger="click" content={<Uses uses={data} />}>
      <button type="button" className="trait-uses">
        {t("traits.usedTimes", { count: data.length })}
      </button>
    </Popover>
  );
}
