import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { PreviewColumn } from "@/contract";

interface Props {
  id: string;
  status: "error" | "";
  columns: PreviewColumn[];
  value: string | null;
  onChange: (column: string | null) => void;
  /** Whether "none" is a choice. */
  optional?: boolean;
  "aria-describedby": string;
}

/** Choose a column by its name; every choice shows what it holds. */
export function ColumnSelect({ columns, value, onChange, optional, ...control }: Props) {
  const { t } = useTranslation();
  return (
    <Select<string, { value: string; label: string; column: PreviewColumn }>
      {...control}
      className="column-select"
      showSearch={{ optionFilterProp: "label" }}
      allowClear={optional ?? false}
      placeholder={t(optional ? "data.import.noColumn" : "data.import.chooseColumn")}
      {...(value === null ? {} : { value })}
      value={value ?? undefined}
      onChange={(next) => onChange(next ?? null)}
      options={columns.map((column) => ({ value: column.name, label: column.label, column }))}
      optionRender={(option) => (
        <span className="column-option">
          <span>{option.data.label}</span>
          <small>{option.data.column.samples.slice(0, 3).join(" · ")}</small>
        </span>
      )}
    />
  );
}

/** The first values of a chosen column, under its control. */
export function Samples({ column }: { column: PreviewColumn | undefined }) {
  const { t } = useTranslation();
  if (!column) return null;
  return (
    <p className="samples">
      <span>{t("data.import.samples")}</span>
      {column.samples.slice(0, 4).map((sample) => (
        <code key={sample}>{sample}</code>
      ))}
    </p>
  );
}
