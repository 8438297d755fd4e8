import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PortraitPart } from "@/contract";
import { Card } from "@/ui";
import { usePortraitWords } from "./words";

const SHOWN = 12;

/** One thing by which people are divided: the share of each value here and elsewhere. */
export function Part({ part, onOpen }: { part: PortraitPart; onOpen: (address: string) => void }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const words = usePortraitWords();
  // What is in an order of its own keeps it; of names the likeliest inside come first.
  const ordered = part.values.some((one) => one.least !== null) || ["hour", "weekday"].includes(part.group);
  const values = ordered ? part.values : [...part.values].sort((a, b) => b.inside - a.inside).slice(0, SHOWN);
  const most = Math.max(0.001, ...values.flatMap((one) => [one.share_inside, one.share_outside]));
  const rest = part.other + part.values.length - values.length;
  const middle = part.quantiles;
  return (
    <Card title={words.part(part)} className="portrait-part">
      {middle?.inside && middle.outside && (
        <p className="portrait-middle">
          {t("portrait.median", {
            inside: words.end(middle.inside.median),
            outside: words.end(middle.outside.median),
          })}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{t("portrait.value")}</th>
            <th scope="col">{t("portrait.inside")}</th>
            <th scope="col">{t("portrait.outside")}</th>
            <th scope="col">{t("portrait.lift")}</th>
          </tr>
        </thead>
        <tbody>
          {values.map((one) => (
            <tr key={one.address} className={one.strength > 0 ? "portrait-sure" : ""}>
              <th scope="row">
                {words.value(part, one)}
                <span className="portrait-bars" aria-hidden="true">
                  <i style={{ width: `${(100 * one.share_inside) / most}%` }} />
                  <b style={{ width: `${(100 * one.share_outside) / most}%` }} />
                </span>
              </th>
              <td>
                <button
                  type="button"
                  className="figure-door"
                  title={format.exact(one.inside)}
                  aria-label={`${words.whole(part, one)}: ${format.rate(one.share_inside)} (${format.exact(one.inside)})`}
                  onClick={() => onOpen(one.address)}
                >
                  {format.rate(one.share_inside)}
                </button>
              </td>
              <td title={format.exact(one.outside)}>{format.rate(one.share_outside)}</td>
              <td title={`${format.short(one.lift_low)} – ${format.short(one.lift_high)}`}>
                {format.short(one.lift)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className="portrait-middle">{t("portrait.other", { count: rest })}</p>}
    </Card>
  );
}
