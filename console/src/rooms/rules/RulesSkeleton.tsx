import { Skeleton } from "antd";
import { Card } from "@/ui";

const SECTIONS = ["time", "sessions", "privacy", "out"];

/** The shape of the sections while they are on the way. */
export function RulesSkeleton() {
  return (
    <div className="rules">
      {SECTIONS.map((section) => (
        <Card key={section}>
          <Skeleton active title={{ width: "24%" }} paragraph={{ rows: 3 }} />
        </Card>
      ))}
    </div>
  );
}
