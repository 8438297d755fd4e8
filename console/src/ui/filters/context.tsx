/** What every picker of the builder needs: the project's catalogue. */
import { createContext, useContext } from "react";
import type { Catalogue, PropertySummary, Scope } from "@/contract";

export const CatalogueContext = createContext<Catalogue>({ events: [], properties: [] });

export const useCatalogue = () => useContext(CatalogueContext);

/** The property a condition names; without a scope it is the event's, if that has one of this name. */
export function findProperty(
  catalogue: Catalogue,
  name: string,
  scope: Scope | undefined,
): PropertySummary | undefined {
  const named = catalogue.properties.filter((property) => property.name === name);
  return named.find((property) => property.scope === (scope ?? "event")) ?? (scope ? undefined : named[0]);
}
