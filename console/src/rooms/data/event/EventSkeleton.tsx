import { Skeleton } from "antd";

/** The event page while it is read: figures, then property cards. */
export function EventSkeleton() {
  return (
    <div className="event-detail">
      <div className="fact-row">
        {["count", "people", "each", "first", "last"].map((key) => (
          <div key={key}>
            <Skeleton active title={{ width: 72 }} paragraph={{ rows: 1, width: 112 }} />
          </div>
        ))}
      </div>
      <div className="property-cards">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <div key={key} className="card">
            <Skeleton active title={{ width: "40%" }} paragraph={{ rows: 5 }} />
          </div>
        ))}
      </div>
    </div>
  );
}
