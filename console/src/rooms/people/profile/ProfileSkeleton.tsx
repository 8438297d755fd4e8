import { Skeleton } from "antd";
import { Card } from "@/ui";

/** The profile while it is read: figures, calendar, side and history. */
export function ProfileSkeleton() {
  return (
    <div className="profile">
      <div className="person-facts">
        {["events", "days", "first", "last"].map((key) => (
          <div key={key}>
            <Skeleton active title={{ width: 72 }} paragraph={{ rows: 1, width: 112 }} />
          </div>
        ))}
      </div>
      <Card className="profile-activity">
        <Skeleton active title={{ width: 96 }} paragraph={{ rows: 4, width: "100%" }} />
      </Card>
      <div className="profile-main">
        <Card>
          <Skeleton active paragraph={{ rows: 4 }} />
        </Card>
        <Card className="timeline">
          <Skeleton active paragraph={{ rows: 10 }} />
        </Card>
      </div>
      <div className="profile-side">
        <Card>
          <Skeleton active paragraph={{ rows: 3 }} />
        </Card>
        <Card>
          <Skeleton active paragraph={{ rows: 6 }} />
        </Card>
      </div>
    </div>
  );
}
