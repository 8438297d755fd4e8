import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { GroupFound, PropertyType } from "@/contract";
import { Card, usePropertyName } from "@/ui";

interface Props {
  group: GroupFound;
  /** How many people all groups have. */
  all: number;
  /** Its name, or where it is given one. */
  name: ReactNode;
  /** How many people, as a door where they can be opened. */
  people: ReactNode;
  typeOf: (property: string) => PropertyType | undefined;
  children?: ReactNode;
}

/** A group in words: how large it is and what sets it apart. */
export function GroupCard({ group, all, name, people, typeOf, children }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <Card className="like-group">
      <div className="like-name">{name}</div>
      <p className="like-size">
        {people} <span>{t("likeness.share", { share: format.rate(all > 0 ? group.people / all : 0) })}</span>
      </p>
      <progress value={group.people} max={Math.max(1, all)} aria-label={t("likeness.shareLabel")} />
      {group.facts.length === 0 ? (
        <p className="like-quiet">{t("likeness.nothingApart")}</p>
      ) : (
        <ul className="like-facts">
          {group.facts.map((fact) => (
            <li key={`${fact.property} ${fact.value}`}>
              <Fact fact={fact} type={typeOf(fact.property)} />
            </li>
          ))}
        </ul>
      )}
      {children}
    </Card>
  );
}

function Fact({ fact, type }: { fact: GroupFound["facts"][number]; type: PropertyType | undefined }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const property = named(fact.property);
  const more = fact.apart > 0;
  const mark = <i aria-hidden="true">{more ? "↑" : "↓"}</i>;
  if (fact.value !== null)
    return (
      <>
        {mark}
        {t("likeness.fact.value", {
          property,
          value: format.value(fact.value),
          inside: format.rate(fact.inside),
          all: format.rate(fact.all),
        })}
      </>
    );
  // Medians can be equal where the group is apart by those beyond them.
  if (fact.inside === fact.all)
    return (
      <>
        {mark}
        {t(more ? "likeness.fact.more" : "likeness.fact.less", { property })}
      </>
    );
  const days = type === "time";
  return (
    <>
      {mark}
      {t(days ? "likeness.fact.days" : "likeness.fact.number", {
        property,
        inside: format.short(days ? Math.round(fact.inside) : fact.inside),
        all: format.short(days ? Math.round(fact.all) : fact.all),
      })}
    </>
  );
}
