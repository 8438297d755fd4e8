import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { EVERYONE, MOST_SIDES, sidesToText } from "@/base/question";
import { useUrlState } from "@/base/url";

/** Segments of which the same is asked, to stand side by side; not there while the project has none. */
export function SidesPicker() {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const { data } = useQuery(segmentsQuery(project.id));
  const chosen = (get("sides") ?? "").split(",").filter(Boolean);
  if (chosen.length === 0 && !data?.length) return null;
  return (
    <Select
      mode="multiple"
      className="sides-pick"
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: "label" }}
      maxCount={MOST_SIDES}
      maxTagCount="responsive"
      aria-label={t("ask.sides.label")}
      placeholder={t("ask.sides.label")}
      value={chosen}
      onChange={(next) => set({ sides: sidesToText(next) })}
      options={[
        { value: EVERYONE, label: t("kinds.everyone") },
        ...(data ?? []).map((one) => ({ value: one.id, label: one.name })),
      ]}
    />
  );
}
