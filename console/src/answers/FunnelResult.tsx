import { useTranslation } from "react-i18next";
import { breakdownsOf, intervalFor } from "@/base/question";
import type { Funnel } from "@/contract";
import { Either } from "@/ui/filters";
import { FunnelSteps } from "./FunnelSteps";
import { FunnelTimes } from "./FunnelTimes";
import { FunnelTrend } from "./FunnelTrend";
import { useLookedAt } from "./Pick";
import type { ResultProps } from "./types";

const LOOKS = ["steps", "times", "trend"] as const;

/** Steps as bars; how long it took; how the conversion developed. What was not asked yet is asked when looked at. */
export default function FunnelResult(props: ResultProps<Funnel>) {
  const { t } = useTranslation();
  const [as, setAs] = useLookedAt("as");
  const { question, onAsk } = props;
  const wanted = LOOKS.find((one) => one === as) ?? "steps";
  const known = (wanted !== "times" || question.times) && (wanted !== "trend" || question.interval);
  const look = known ? wanted : "steps";
  const broken = breakdownsOf(question).length > 0;
  const choose = (next: (typeof LOOKS)[number]) => {
    if (next === "times" && !question.times) onAsk({ ...question, times: { from: 1 } }, { as: next });
    else if (next === "trend" && !question.interval)
      onAsk({ ...question, interval: intervalFor(question.range) }, { as: next });
    else setAs(next === "steps" ? null : next);
  };
  return (
    <>
      <div className="result-picks">
        <Either
          label={t("kinds.funnel.look")}
          value={look}
          options={LOOKS}
          name={(one) => t(`kinds.funnel.looks.${one}`)}
          onChange={choose}
        />
      </div>
      {look === "steps" && <FunnelSteps {...props} broken={broken} />}
      {look === "times" && <FunnelTimes {...props} broken={broken} />}
      {look === "trend" && <FunnelTrend {...props} broken={broken} />}
    </>
  );
}
