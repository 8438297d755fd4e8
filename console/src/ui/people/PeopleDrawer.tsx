import { lazy, Suspense, useRef } from "react";
import { usePeopleBehind } from "./usePeopleBehind";

const PeoplePanel = lazy(() => import("./PeoplePanel"));

/** The people behind a figure, one drawer for the whole console; its code comes with the first figure opened. */
export function PeopleDrawer() {
  const { address } = usePeopleBehind();
  const used = useRef(false);
  used.current ||= address !== null;
  return <Suspense fallback={null}>{used.current && <PeoplePanel />}</Suspense>;
}
