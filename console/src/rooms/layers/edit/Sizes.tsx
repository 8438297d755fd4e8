import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { Question, TriedLayers, WireLayers } from "@/contract";
import { Card, ErrorState, Figure, usePeopleBehind } from "@/ui";
import { useNames } from "../words";
import { usePreview } from "./usePreview";

interface Props {
  preview: ReturnType<typeof usePreview>;
  /** What must be chosen first, where something must. */
  wanting?: string | null;
  title?: string;
}

/** How many people would be where by now. An earlier figure stays, dimmed, while a new one is counted. */
export function Sizes({ preview, wanting, title }: Props) {
  const { t } = useTranslation();
  const { query, waiting } = preview;
  const { data } = query;
  const busy = waiting || query.isPlaceholderData || query.isFetching;
  return (
    <Card title={title ?? t("layers.build.sizes")} className="layers-sizes">
      {wanting ? (
        <p className="layers-note">{wanting}</p>
      ) : query.error && !query.isFetching ? (
        <ErrorState error={query.error} retry={() => query.refetch()} />
      ) : data ? (
        <div className={busy ? "dimmed" : "settled"} aria-busy={busy} aria-live="polite">
          <Parts tried={data} />
        </div>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 5 }} />
      )}
    </Card>
  );
}

function Parts({ tried }: { tried: TriedLayers }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = useNames();
  const { open } = usePeopleBehind();
  const most = Math.max(1, ...tried.parts.map((part) => part.people));
  return (
    <>
      <ol className="layers-tried">
        {tried.parts.map((part) => {
          const name = named(part.names);
          const { question, address } = part;
          return (
            <li key={part.value}>
              <span>{name}</span>
              <i style={{ width: `${(100 * part.people) / most}%` }} aria-hidden="true" />
              <b>
                <Figure
                  label={`${name}: ${format.exact(part.people)}`}
                  {...(question && address
                    ? {
                        onOpen: () =>
                          open({
                            question: question as unknown as Question,
                            address,
                            title: name,
                            figure: part.people,
                          }),
                      }
                    : {})}
                >
                  {format.exact(part.people)}
                </Figure>
              </b>
              <small>{format.rate(part.share)}</small>
            </li>
          );
        })}
      </ol>
      <p className="layers-note">
        {t("layers.build.of", { count: tried.people, shown: format.exact(tried.people) })}
        {tried.none > 0 && ` · ${t("layers.build.nowhere", { shown: format.exact(tried.none) })}`}
      </p>
    </>
  );
}

/** The sizes of layers that nobody edits. */
export function SizesOf({ layers, title }: { layers: WireLayers; title: string }) {
  return <Sizes preview={usePreview(layers)} title={title} />;
}
