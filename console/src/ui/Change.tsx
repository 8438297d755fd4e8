import { useTranslation } from "react-i18next";
import { changeOf, useFormat } from "@/base/format";

interface Props {
  value: number | null | undefined;
  previous: number | null | undefined;
  /** Which direction is good for this metric; neutral when neither. */
  good?: "up" | "down" | "neutral";
  /** The period compared with, as text. */
  against?: string;
}

const ARROW = { up: "↑", down: "↓", same: "→" } as const;

/** How a figure moved: arrow, per cent and the period compared; colour says good or bad, never alone. */
export function Change({ value, previous, good = "up", against }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = changeOf(value, previous);
  if (!change) return <span className="change change-none">{t("common.change.none")}</span>;
  const tone =
    change.direction === "same" || good === "neutral" ? "flat" : change.direction === good ? "good" : "bad";
  const amount = change.ratio === null ? t("common.change.fromNothing") : format.rate(Math.abs(change.ratio));
  return (
    <span className={`change change-${tone}`}>
      <span role="img" aria-label={t(`common.change.${change.direction}`)}>
        {ARROW[change.direction]}
      </span>
      <b>{amount}</b>
      {against && <span className="change-against">{against}</span>}
    </span>
  );
}
