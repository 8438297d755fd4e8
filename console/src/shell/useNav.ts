import { useMemo } from "react";
import { useMay } from "@/base/access";
import { NAV, type NavGroup } from "./nav";

/** The navigation of whoever is signed in: pages that they may open. */
export function useNav(): NavGroup[] {
  const may = useMay();
  return useMemo(
    () =>
      NAV.map((group) => ({
        ...group,
        pages: group.pages.filter((page) => page.needs === undefined || may(page.needs)),
      })).filter((group) => group.pages.length > 0),
    [may],
  );
}
