import { Skeleton } from "antd";
import { Card } from "@/ui";

const WIDTHS = ["88%", "71%", "84%", "67%", "80%", "63%", "76%", "86%", "69%", "82%"];

/** The shape of the list while its rows are on the way. */
export function TableSkeleton() {
  return (
    <Card flush>
      <div className="people-skeleton">
        {WIDTHS.map((width) => (
          <Skeleton key={width} active title={false} paragraph={{ rows: 1, width }} />
        ))}
      </div>
    </Card>
  );
}
