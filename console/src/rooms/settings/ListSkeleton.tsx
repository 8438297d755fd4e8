import { Skeleton } from "antd";
import { Card } from "@/ui";

const WIDTHS = ["62%", "78%", "54%", "70%", "66%", "58%", "74%", "60%"];

/** The shape of a list while its rows are on the way. */
export function ListSkeleton({ rows = WIDTHS.length }: { rows?: number }) {
  return (
    <Card flush>
      <div className="settings-skeleton">
        {WIDTHS.slice(0, rows).map((width) => (
          <Skeleton key={width} active title={false} paragraph={{ rows: 1, width }} />
        ))}
      </div>
    </Card>
  );
}
