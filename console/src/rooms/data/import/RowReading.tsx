import { useTranslation } from "react-i18next";
import type { Preview } from "@/contract";
import { firstReading, type Plan } from "./draft";

const SHOWN = 8;

/** The first row, read aloud with the columns as they are now: a wrong mapping is seen at once. */
export function RowReading({ preview, plan }: { preview: Preview; plan: Plan }) {
  const { t } = useTranslation();
  const reading = firstReading(preview, plan);
  if (!reading) return null;
  const unknown = t("data.import.reading.unknown");
  return (
    <aside className="reading" aria-label={t("data.import.reading.title")}>
      <h3>{t("data.import.reading.title")}</h3>
      <dl>
        <Line name={t("data.import.reading.who")} value={reading.person} unknown={unknown} strong />
        <Line name={t("data.import.reading.when")} value={reading.time} unknown={unknown} />
        <Line name={t("data.import.reading.what")} value={reading.event} unknown={unknown} strong />
        <Pairs name={t("data.import.reading.with")} pairs={reading.properties} />
        <Pairs name={t("data.import.reading.about")} pairs={reading.about} />
      </dl>
    </aside>
  );
}

interface LineProps {
  name: string;
  value: string | null;
  unknown: string;
  strong?: boolean;
}

function Line({ name, value, unknown, strong }: LineProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={value === null ? "reading-unknown" : strong ? "reading-strong" : ""}>
        {value ?? unknown}
      </dd>
    </div>
  );
}

function Pairs({ name, pairs }: { name: string; pairs: [string, string][] }) {
  const { t } = useTranslation();
  if (pairs.length === 0) return null;
  const rest = pairs.length - SHOWN;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <ul>
          {pairs.slice(0, SHOWN).map(([property, value]) => (
            <li key={property}>
              <span>{property}</span> {value}
            </li>
          ))}
          {rest > 0 && <li>{t("common.property.more", { count: rest })}</li>}
        </ul>
      </dd>
    </div>
  );
}
