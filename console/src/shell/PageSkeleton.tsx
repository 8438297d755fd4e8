import { Skeleton } from "antd";

/** The shape of a page while its code is on the way. */
export function PageSkeleton({ bare }: { bare?: boolean }) {
  if (bare) return <div className="page-blank" aria-busy="true" />;
  return (
    <div className="page" aria-busy="true">
      <header className="page-head">
        <Skeleton.Input active size="small" style={{ width: 180 }} />
      </header>
      <div className="card">
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}
