import { Table, type TableProps } from "antd";
import { type RefObject, useEffect, useRef } from "react";

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
  useReachable(frame);
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

/** What scrolls must be reachable by keyboard; the table makes its scrolling part by itself. */
function useReachable(frame: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const part = frame.current?.querySelector(".ant-table-body, .ant-table-content");
    if (!part) return;
    const mark = () => {
      if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight)
        part.setAttribute("tabindex", "0");
      else part.removeAttribute("tabindex");
    };
    const watch = new ResizeObserver(mark);
    watch.observe(part);
    if (part.firstElementChild) watch.observe(part.firstElementChild);
    return () => watch.disconnect();
  }, [frame]);
}
