import { Alert, Select, type TableProps } from "antd";
import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/base/format";
import { Card, DataTable } from "@/ui";
import { type Format, meaningOf, type Plan } from "./draft";
import { FieldErrors, fieldId } from "./Field";
import { NoteText } from "./Notes";
import type { MappingProps } from "./RolesCard";

const FORMAT_NAMES: Record<Format, string> = {
  csv: "CSV",
  tsv: "TSV",
  jsonl: "JSONL",
  parquet: "Parquet",
  xlsx: "Excel",
};
const FORMATS = Object.keys(FORMAT_NAMES);
const ENCODINGS = ["utf-8", "gb18030", "utf-16", "big5", "shift_jis", "windows-1252"];
const DELIMITERS = [",", ";", "\t", "|"];
const ROWS = 5;

/** The head of the file as it was read; how it was read can be changed. */
export function PreviewCard({ preview, plan, onChange }: MappingProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = (value: string) => t(`data.import.delimiter.${DELIMITERS.indexOf(value)}`);
  const textual = preview.format === "csv" || preview.format === "tsv";
  return (
    <Card
      flush
      title={
        preview.row_estimate === null
          ? t("data.import.preview.title")
          : t("data.import.preview.titleRows", {
              count: preview.row_estimate,
              shown: format.short(preview.row_estimate),
            })
      }
      extra={
        <div className="how-read">
          <HowRead
            name="format"
            value={preview.format}
            values={FORMATS}
            text={(value) => FORMAT_NAMES[value as Format]}
            onChange={(value) => onChange({ type: "read", format: value as Format })}
          />
          {preview.encoding !== null && (
            <HowRead
              name="encoding"
              value={preview.encoding}
              values={ENCODINGS}
              text={(value) => value.toUpperCase()}
              onChange={(encoding) => onChange({ type: "read", encoding })}
            />
          )}
          {textual && preview.delimiter !== null && (
            <HowRead
              name="delimiter"
              value={preview.delimiter}
              values={DELIMITERS}
              text={(value) => (DELIMITERS.includes(value) ? named(value) : value)}
              onChange={(delimiter) => onChange({ type: "read", delimiter })}
            />
          )}
        </div>
      }
    >
      {preview.notes.map((note) => (
        <Alert key={note.code + note.message} type="info" banner title={<NoteText note={note} />} />
      ))}
      <HeadTable preview={preview} plan={plan} />
    </Card>
  );
}

function HeadTable({ preview, plan }: Pick<MappingProps, "preview"> & { plan: Plan }) {
  const { t } = useTranslation();
  interface Row {
    at: number;
    cells: (string | null)[];
  }
  const columns: TableProps<Row>["columns"] = preview.columns.map((column, at) => {
    const role = meaningOf(plan, column.name);
    return {
      key: column.name,
      title: (
        <span className="head-cell">
          <span>{column.label}</span>
          <small className={`role role-${role}`}>{t(`data.import.role.${role}`)}</small>
        </span>
      ),
      ...(column.type === "number" ? { align: "right" as const } : {}),
      ...(at === 0 ? { fixed: false as const } : {}),
      className: role === "skip" ? "cell-skip" : "",
      render: (_: unknown, row: Row): ReactNode => {
        const value = row.cells[at];
        return value === null || value === undefined || value === "" ? (
          <span className="cell-none">{t("common.notSet")}</span>
        ) : (
          <span className="cell" title={value.length > 32 ? value : undefined}>
            {value}
          </span>
        );
      },
    };
  });
  return (
    <DataTable<Row>
      rowKey="at"
      className="head-table"
      columns={columns}
      dataSource={preview.rows.slice(0, ROWS).map((cells, at) => ({ at, cells }))}
      locale={{ emptyText: t("data.import.preview.empty") }}
    />
  );
}

interface HowReadProps {
  name: "format" | "encoding" | "delimiter";
  value: string;
  values: string[];
  text: (value: string) => string;
  onChange: (value: string) => void;
}

function HowRead({ name, value, values, text, onChange }: HowReadProps) {
  const { t } = useTranslation();
  const error = useContext(FieldErrors).get(name);
  const known = values.includes(value) ? values : [value, ...values];
  return (
    <span className="how-read-one">
      <label htmlFor={fieldId(name)}>{t(`data.import.read.${name}`)}</label>
      <Select
        id={fieldId(name)}
        size="small"
        status={error ? "error" : ""}
        popupMatchSelectWidth={false}
        value={value}
        onChange={onChange}
        options={known.map((one) => ({ value: one, label: text(one) }))}
      />
      {error && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}
