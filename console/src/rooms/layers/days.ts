/** The two days that layers are looked at: at whose end, and since which. */
import dayjs from "dayjs";
import { today } from "@/base/format";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";

const MONTH = 30;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface TwoDays {
  at: string;
  before: string;
}

const read = (text: string | null) => (text && DAY.test(text) && dayjs(text).isValid() ? text : null);

/** As the address says them; by default today and 30 days earlier. */
export function useTwoDays(): TwoDays & { now: string; set: (days: Partial<TwoDays>) => void } {
  const project = useProject();
  const { get, set } = useUrlState();
  const now = today(project.timezone);
  const at = read(get("at")) ?? now;
  const chosen = read(get("before"));
  const before = chosen && chosen < at ? chosen : dayjs(at).subtract(MONTH, "day").format("YYYY-MM-DD");
  return {
    now,
    at,
    before,
    set: (days) =>
      set({
        ...("at" in days ? { at: days.at === now ? null : days.at } : {}),
        ...("before" in days ? { before: days.before } : {}),
      }),
  };
}
