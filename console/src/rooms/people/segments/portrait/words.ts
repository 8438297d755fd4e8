import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PortraitPart, PortraitValue } from "@/contract";
import { useEventName, usePropertyName } from "@/ui";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
type Of = Pick<PortraitPart, "group" | "name" | "type">;

/** How the parts of a portrait and their values are called. */
export function usePortraitWords() {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const property = usePropertyName();
  const event = useEventName();
  const part = ({ group, name }: Of): string => {
    if (group === "event" || group === "hour" || group === "weekday") return t(`portrait.group.${group}`);
    if (group === "value") return `${t("portrait.group.value")} · ${name}`;
    return group === "activity" && name === "days" ? t("portrait.days") : property(name);
  };
  const end = (value: number | string | null) =>
    typeof value === "string" ? format.day(value) : format.exact(value);
  const value = (of: Of, one: PortraitValue): string => {
    if (of.group === "event") return event(String(one.value));
    if (of.group === "hour") return t("portrait.hour", { hour: one.value });
    if (of.group === "weekday") return t(`common.weekday.${WEEKDAYS[Number(one.value)]}`);
    if (one.least !== null) {
      const [least, most] = [end(one.least), end(one.most)];
      return least === most ? least : t("portrait.range", { least, most });
    }
    return one.value === null ? t("portrait.unknown") : format.value(one.value);
  };
  return {
    part,
    value,
    end,
    whole: (of: Of, one: PortraitValue) => t("portrait.who", { name: part(of), value: value(of, one) }),
  };
}
