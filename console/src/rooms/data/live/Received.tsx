import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { LiveRecord } from "@/contract";
import { Moment } from "@/ui";
import { Json } from "../stream/Json";

/** A request as it came, but for what authorized it. */
export function Received({ received }: { received: LiveRecord["received"] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <div className="received">
      <dl className="pairs">
        <dt>{t("live.received.at")}</dt>
        <dd>
          <Moment at={received.received_at} /> · {format.clock(received.received_at)}
        </dd>
        <dt>{t("live.received.request")}</dt>
        <dd>
          {received.method} {received.path}
        </dd>
        <dt>{t("live.received.protocol")}</dt>
        <dd>
          {received.protocol} · {format.bytes(received.size)}
        </dd>
      </dl>
      <Pairs title={t("live.received.query")} pairs={received.query} />
      <Pairs title={t("live.received.headers")} pairs={received.headers} />
      <section>
        <h3>{t("live.received.body")}</h3>
        <Json value={received.body} label={t("live.received.body")} />
        {received.cut && (
          <p className="received-note">{t("live.received.cut", { size: format.bytes(received.size) })}</p>
        )}
      </section>
      <p className="received-note">{t("live.received.key")}</p>
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Record<string, string> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl className="pairs">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
