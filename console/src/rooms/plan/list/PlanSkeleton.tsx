import { Skeleton } from "antd";
import { Card } from "@/ui";

const WIDTHS = ["82%", "74%", "88%", "69%", "80%", "76%", "85%", "71%"];

/** The shape of the plan while it is on the way. */
export function PlanSkeleton() {
  return (
    <Card flush>
      <div className="plan-skeleton">
        {WIDTHS.map((width) => (
          <Skeleton key={width} active title={false} paragraph={{ rows: 1, width }} />
        ))}
      </div>
    </Card>
  );
}
