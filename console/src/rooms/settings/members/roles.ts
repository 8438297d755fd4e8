import type { Role } from "@/base/access";

/** From whoever may do everything to whoever may look. */
export const ROLES: Role[] = ["owner", "analyst", "operator", "viewer"];
