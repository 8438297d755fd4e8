import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { sessionQuery } from "@/base/api";
import type { Permission } from "@/contract";

/** Whether who is signed in may do something. What they may not do is not offered; the server refuses it anyway. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useQuery(sessionQuery).data?.member?.permissions;
  return useCallback((permission: Permission) => permissions?.includes(permission) ?? false, [permissions]);
}
