import { Button, Drawer, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { EVERYONE, MOST_SIDES } from "@/base/question";
import { paths } from "@/base/url";
import type { Segment } from "@/contract";

interface Props {
  segments: Segment[];
  onClose: () => void;
}

/** Segments to be compared on any question: they are asked side by side. */
export function CompareDrawer({ segments, onClose }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const [sides, setSides] = useState<string[]>([]);
  const active = {
    kind: "trend" as const,
    series: [{ event: null, measure: "people" as const }],
    interval: "day" as const,
    range: { last: 30, unit: "day" as const },
  };
  const ready = sides.length >= 2;
  return (
    <Drawer open onClose={onClose} size={480} title={t("segments.compare.title")}>
      <div className="segment-compare">
        <p>{t("segments.compare.text")}</p>
        <Select
          mode="multiple"
          maxCount={MOST_SIDES}
          aria-label={t("segments.compare.choose")}
          placeholder={t("segments.compare.choose")}
          showSearch={{ optionFilterProp: "label" }}
          value={sides}
          onChange={setSides}
          options={[
            { value: EVERYONE, label: t("segments.compare.everyone") },
            ...segments.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        {ready ? (
          <Link to={paths.ask(project.id, active, sides)}>
            <Button type="primary" tabIndex={-1}>
              {t("segments.compare.ask")}
            </Button>
          </Link>
        ) : (
          <Button type="primary" disabled>
            {t("segments.compare.ask")}
          </Button>
        )}
      </div>
    </Drawer>
  );
}
