import { useQuery } from "@tanstack/react-query";
import { Select, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { segmentsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { MOST_SIDES } from "@/base/question";
import { paths, useUrlState } from "@/base/url";
import type { Filter, Segment } from "@/contract";
import { Card, DataTable, Figure, QueryView, usePeopleBehind } from "@/ui";
import { overlapQuery } from "../queries";
import { ALL_OF_THEM, ruleQuestion } from "../rule";

const MOST = 5;

interface Part {
  segments: string[];
  people: number;
}

/** How a segment and others overlap: every person is in exactly one of the parts. */
export function Overlap({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const behind = usePeopleBehind();
  const all = useQuery(segmentsQuery(project.id)).data ?? [];
  const others = (get("with") ?? "").split(",").filter((id) => all.some((one) => one.id === id));
  const compared = [segment.id, ...others.slice(0, MOST)];
  const query = useQuery(overlapQuery(project.id, compared));
  const name = (id: string) => all.find((one) => one.id === id)?.name ?? t("segments.gone");
  const about = {
    kind: "trend" as const,
    series: [{ event: null, measure: "people" as const }],
    interval: "day" as const,
    range: { last: 30, unit: "day" as const },
  };
  return (
    <Card
      title={t("segments.overlap.title")}
      extra={
        others.length > 0 && (
          <Link to={paths.ask(project.id, about, compared.slice(0, MOST_SIDES))}>
            {t("segments.overlap.ask")}
          </Link>
        )
      }
    >
      <Select
        className="segment-others"
        mode="multiple"
        maxCount={MOST}
        aria-label={t("segments.overlap.choose")}
        placeholder={t("segments.overlap.choose")}
        showSearch={{ optionFilterProp: "label" }}
        value={others}
        onChange={(next: string[]) => set({ with: next.join(",") || null })}
        options={all
          .filter((one) => one.id !== segment.id)
          .map((one) => ({ value: one.id, label: one.name }))}
      />
      {others.length > 0 && (
        <QueryView query={query}>
          {(parts) => (
            <Parts
              parts={parts}
              compared={compared}
              name={name}
              onOpen={(one, figure) =>
                behind.open({
                  question: ruleQuestion(partRule(compared, one)),
                  address: ALL_OF_THEM,
                  title: one.map(name).join(" ∩ "),
                  figure,
                })
              }
            />
          )}
        </QueryView>
      )}
    </Card>
  );
}

/** Who is in exactly these of the compared segments. */
const partRule = (compared: string[], part: string[]): Filter[] =>
  compared.map((id) => (part.includes(id) ? { segment: id } : { not: { segment: id } }));

interface PartsProps {
  parts: Part[];
  compared: string[];
  name: (id: string) => string;
  onOpen: (segments: string[], people: number) => void;
}

function Parts({ parts, compared, name, onOpen }: PartsProps) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const most = Math.max(1, ...parts.map((part) => part.people));
  const total = parts.reduce((sum, part) => sum + part.people, 0);
  const columns: TableColumnsType<Part> = [
    {
      title: t("segments.overlap.people"),
      key: "people",
      align: "right",
      render: (_, part) => (
        <Figure
          label={t("segments.overlap.open", {
            names: part.segments.map(name).join(", "),
            shown: format.exact(part.people),
          })}
          onOpen={() => onOpen(part.segments, part.people)}
        >
          {format.exact(part.people)}
        </Figure>
      ),
    },
    {
      title: t("segments.overlap.share"),
      key: "share",
      render: (_, part) => (
        <span className="part-share">
          <i style={{ width: `${(part.people / most) * 100}%` }} aria-hidden="true" />
          {format.rate(total > 0 ? part.people / total : 0)}
        </span>
      ),
    },
    ...compared.map((id) => ({
      title: name(id),
      key: id,
      align: "center" as const,
      render: (_: unknown, part: Part) => {
        const inside = part.segments.includes(id);
        return (
          <span
            role="img"
            className={inside ? "part-dot in" : "part-dot"}
            aria-label={t(inside ? "segments.overlap.in" : "segments.overlap.out")}
          />
        );
      },
    })),
  ];
  return (
    <DataTable<Part>
      columns={columns}
      dataSource={parts}
      rowKey={(part) => part.segments.join(",")}
      locale={{ emptyText: t("segments.overlap.none") }}
    />
  );
}
