import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Filter, TraitSummary } from "@/contract";
import { Card, ErrorState, SlowNote, TypeMark, usePeopleBehind, ValueBars } from "@/ui";
import { ALL_OF_THEM, ruleQuestion } from "../../segments/rule";
import { binFilter, binWords, valueFilter } from "./bins";
import type { usePreview } from "./usePreview";

interface Props {
  /** Null where the trait says too little by now. */
  preview: ReturnType<typeof usePreview> | null;
  /** The name under which exactly this is kept: then its people can be opened. */
  kept: string | null;
}

/** What the values are like. Earlier ones stay, dimmed, while new ones are computed. */
export function PreviewCard({ preview, kept }: Props) {
  const { t } = useTranslation();
  if (!preview)
    return (
      <Card title={t("traits.preview.title")}>
        <p className="trait-quiet">{t("traits.form.propertyWanted")}</p>
      </Card>
    );
  const { query, waiting } = preview;
  if (query.error && !query.isFetching)
    return (
      <Card title={t("traits.preview.title")}>
        <ErrorState error={query.error} retry={() => query.refetch()} />
      </Card>
    );
  const busy = waiting || query.isPlaceholderData || !query.data;
  return (
    <Card
      title={t("traits.preview.title")}
      extra={query.data && <TypeMark type={query.data.type} />}
      className="trait-preview"
    >
      <div className={busy ? "dimmed" : "settled"} aria-busy={busy} aria-live="polite">
        {query.data ? (
          <Summary summary={query.data} kept={busy ? null : kept} />
        ) : (
          <>
            <Skeleton active title={false} paragraph={{ rows: 8 }} />
            <SlowNote text={t("common.computing")} />
          </>
        )}
      </div>
    </Card>
  );
}

function Summary({ summary, kept }: { summary: TraitSummary; kept: string | null }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <>
      <p className="trait-set">
        <b>{format.exact(summary.people)}</b>{" "}
        {t("traits.preview.set", {
          share: format.rate(summary.of > 0 ? summary.people / summary.of : 0),
          all: format.exact(summary.of),
        })}
      </p>
      {summary.people === 0 ? (
        <p className="trait-quiet">{t("traits.preview.nobody")}</p>
      ) : (
        <>
          <Quantiles summary={summary} />
          <h3>{t("traits.preview.distribution")}</h3>
          <Distribution summary={summary} kept={kept} />
          <h3>{t("traits.preview.sample")}</h3>
          <Sample summary={summary} />
        </>
      )}
    </>
  );
}

function Quantiles({ summary: { quantiles, type } }: { summary: TraitSummary }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  if (!quantiles) return null;
  const ends = type === "time" ? { least: "first", most: "last" } : { least: "least", most: "most" };
  return (
    <dl className="trait-quantiles">
      {(["least", "q1", "median", "q3", "most"] as const).map((one) => (
        <div key={one}>
          <dt>{t(`traits.preview.${one === "least" || one === "most" ? ends[one] : one}`)}</dt>
          <dd>{format.value(quantiles[one])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Distribution({ summary, kept }: { summary: TraitSummary; kept: string | null }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const behind = usePeopleBehind();
  const door = (who: Filter | null, label: string, figure: number) =>
    kept && who && figure > 0
      ? {
          onOpen: () =>
            behind.open({
              question: ruleQuestion([who]),
              address: ALL_OF_THEM,
              title: `${kept} · ${label}`,
              figure,
            }),
        }
      : {};
  const bins = summary.bins.map((bin) => {
    const { way, ...words } = binWords(bin, summary.whole, format);
    const label = way === "one" ? words.start : t(`traits.preview.${way}`, words);
    return {
      key: String(bin.start),
      label,
      count: bin.people,
      ...door(kept ? binFilter(kept, bin) : null, label, bin.people),
    };
  });
  const values = summary.values.map(({ value, people }) => {
    const label = format.value(value);
    return {
      key: String(value),
      label,
      count: people,
      ...door(kept ? valueFilter(kept, value) : null, label, people),
    };
  });
  const bars = [...bins, ...values];
  if (bars.length === 0) return <p className="trait-quiet">{t("traits.preview.hidden")}</p>;
  return <ValueBars bars={bars} of={summary.people} />;
}

function Sample({ summary }: { summary: TraitSummary }) {
  const project = useProject();
  const format = useProjectFormat();
  return (
    <ul className="trait-sample">
      {summary.sample.map((one) => (
        <li key={one.person_id}>
          <Link to={paths.person(project.id, one.person_id)}>{one.distinct_id}</Link>
          <span>{format.value(one.value)}</span>
        </li>
      ))}
    </ul>
  );
}
