import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Member, Permission } from "@/contract";
import { sessionQuery } from "./api";

export type { Permission };
export type Role = Member["role"];

/** Whoever is signed in. */
export function useMember(): Member | null {
  return useQuery(sessionQuery).data?.member ?? null;
}

/** Whether whoever is signed in may do something. The server decides; this only tells what to offer. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useMember()?.permissions;
  return useCallback((permission) => permissions?.includes(permission) ?? false, [permissions]);
}
