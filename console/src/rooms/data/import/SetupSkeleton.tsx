import { Skeleton } from "antd";
import { Card } from "@/ui";
import { TableSkeleton } from "../TableSkeleton";

/** The mapping page while the head of the file is read. */
export function SetupSkeleton() {
  return (
    <div className="setup">
      <TableSkeleton rows={6} />
      <Card>
        <div className="roles">
          <Skeleton active paragraph={{ rows: 8 }} />
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      </Card>
      <TableSkeleton rows={5} />
    </div>
  );
}
