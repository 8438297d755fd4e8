import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { completeFilters } from "@/base/question";
import type { Filter, PeopleList } from "@/contract";
import { Figure, usePeopleBehind } from "@/ui";
import { movesBetween } from "../rule";
import { useCount } from "./useSize";

/** Who would enter and who would leave a segment by another rule, before it is saved. */
export function Changes({ segment, who }: { segment: string; who: Filter[] }) {
  const { t } = useTranslation();
  const { enter, leave } = movesBetween(segment, completeFilters(who));
  return (
    <p className="segment-changes">
      {t("segments.build.would")} <Way question={enter} way="entered" />
      {leave && (
        <>
          {" · "}
          <Way question={leave} way="left" />
        </>
      )}
    </p>
  );
}

function Way({ question, way }: { question: PeopleList; way: "entered" | "left" }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const behind = usePeopleBehind();
  const { data, isPlaceholderData } = useCount(question);
  const count = data ? Number(data.answer.totals.people) : null;
  const shown = format.exact(count);
  return (
    <span className={`segment-way-${way} ${isPlaceholderData ? "dimmed" : ""}`}>
      {data && count ? (
        <Figure
          onOpen={() =>
            behind.open({
              question: data.question,
              address: String(data.answer.totals.address),
              title: t(`segments.build.${way}`, { count, shown }),
              figure: count,
            })
          }
        >
          {t(`segments.build.${way}`, { count, shown })}
        </Figure>
      ) : (
        t(`segments.build.${way}`, { count: count ?? 0, shown })
      )}
    </span>
  );
}
