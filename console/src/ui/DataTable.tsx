import { Table, type TableProps } from "antd";
import { useRef } from "react";
import { useReachable } from "./useReachable";

/**
 * A table of figures: header and first column stay in sight, figures are right-aligned and tabular.
 * Give figure columns `align: "right"`; `scrollY` fixes the height so that the header stays.
 */
export function DataTable<T extends object>({
  scrollY,
  columns,
  ...rest
}: TableProps<T> & { scrollY?: number | string }) {
  const frame = useRef<HTMLDivElement>(null);
  useReachable(frame, ".ant-table-body, .ant-table-content");
  const fixed = columns?.map((column, index) =>
    index === 0 ? { fixed: "start" as const, ...column } : column,
  );
  return (
    <div ref={frame}>
      <Table<T>
        size="small"
        pagination={false}
        scroll={{ x: "max-content", ...(scrollY ? { y: scrollY } : {}) }}
        {...rest}
        {...(fixed ? { columns: fixed } : {})}
        className={`figures ${rest.className ?? ""}`}
      />
    </div>
  );
}
