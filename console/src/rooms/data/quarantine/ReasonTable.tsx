import { Button, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { DataTable, Figure, Moment, useAllowed } from "@/ui";
import { useReasonName } from "../stream/useReasonName";
import type { Matrix, ReasonRow } from "./matrix";

interface Props {
  matrix: Matrix;
  busy: boolean;
  onOpen: (code: string, source: string | null) => void;
  onReplay: (code: string) => void;
}

/** Reasons by sources; every count opens samples of what it counts. */
export function ReasonTable({ matrix, busy, onOpen, onReplay }: Props) {
  const { t } = useTranslation();
  const kept = useAllowed()("manage_sources");
  const format = useProjectFormat();
  const named = useReasonName();
  const door = (row: ReasonRow, count: number, source: string | null, name: string) => (
    <Figure
      label={t("quarantine.open", { reason: named(row.code), source: name, count: format.exact(count) })}
      onOpen={() => onOpen(row.code, source)}
    >
      {format.exact(count)}
    </Figure>
  );
  const columns: TableProps<ReasonRow>["columns"] = [
    {
      key: "reason",
      title: t("quarantine.column.reason"),
      render: (_, row) => (
        <Button type="link" className="reason" title={row.code} onClick={() => onOpen(row.code, null)}>
          {named(row.code)}
        </Button>
      ),
    },
    {
      key: "all",
      title: t("quarantine.column.all"),
      align: "right",
      render: (_, row) => <b>{door(row, row.total, null, t("quarantine.everySource"))}</b>,
    },
    ...(matrix.sources.length > 1 ? matrix.sources : []).map((source) => ({
      key: source.id,
      title: source.name,
      align: "right" as const,
      render: (_: unknown, row: ReasonRow) => {
        const count = row.counts[source.id];
        return count === undefined ? "–" : door(row, count, source.id, source.name);
      },
    })),
    {
      key: "newest",
      title: t("quarantine.column.newest"),
      render: (_, row) => <Moment at={row.newest} />,
    },
    {
      key: "replay",
      title: <span className="sr-only">{t("quarantine.replay")}</span>,
      align: "right",
      render: (_, row) => (
        <Button
          size="small"
          disabled={busy}
          aria-label={`${t("quarantine.replay")} · ${named(row.code)}`}
          onClick={() => onReplay(row.code)}
          {...kept}
        >
          {t("quarantine.replay")}
        </Button>
      ),
    },
  ];
  return <DataTable<ReasonRow> rowKey="code" columns={columns} dataSource={matrix.rows} />;
}
