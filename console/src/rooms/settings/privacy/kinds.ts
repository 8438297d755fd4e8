import type { SensitiveProperty } from "@/contract";

export const KINDS: SensitiveProperty["kind"][] = ["phone", "email", "name", "id_number", "address", "other"];
