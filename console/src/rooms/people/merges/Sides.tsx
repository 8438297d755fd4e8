import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { MergePreview, MergeSide } from "@/contract";

const SHOWN = 8;

/** Two people beside each other: their ids, and how much each has done. */
export function Sides({ preview, joined }: { preview: MergePreview; joined: boolean }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { from, into } = preview;
  const ids = from.ids.length + into.ids.length;
  const figures = {
    ids: format.exact(ids),
    from: format.exact(from.events),
    into: format.exact(into.events),
    events: format.exact(from.events + into.events),
  };
  return (
    <div className="sides-all">
      <div className="sides">
        <One side={from} title={t(joined ? "people.merge.joins" : "people.merge.leaves")} />
        <One side={into} title={t(joined ? "people.merge.stays" : "people.merge.remains")} />
      </div>
      <p>{t(joined ? "people.merge.will" : "people.merge.willPart", figures)}</p>
    </div>
  );
}

function One({ side, title }: { side: MergeSide; title: string }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const rest = side.ids.length - SHOWN;
  return (
    <section className="side" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {side.ids.slice(0, rest > 1 ? SHOWN : side.ids.length).map((id) => (
          <li key={id}>
            <code>{id}</code>
          </li>
        ))}
        {rest > 1 && <li>{t("common.property.more", { count: rest })}</li>}
      </ul>
      <dl>
        <div>
          <dt>{t("people.merge.ids")}</dt>
          <dd className="figure">{format.exact(side.ids.length)}</dd>
        </div>
        <div>
          <dt>{t("common.person.events")}</dt>
          <dd className="figure">{format.exact(side.events)}</dd>
        </div>
      </dl>
    </section>
  );
}
