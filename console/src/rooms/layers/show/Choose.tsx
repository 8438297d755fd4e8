import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import { Card, EmptyState } from "@/ui";

/** A picture of a ladder, and the way to one. */
export function Choose({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <Card>
      <EmptyState
        title={t("layers.none")}
        text={t(may ? "layers.noneText" : "layers.noneAsk")}
        art={
          <svg width="160" height="88" viewBox="0 0 160 88" fill="currentColor" aria-hidden="true">
            {[24, 52, 88, 136].map((width, index) => (
              <rect
                key={width}
                x={80 - width / 2}
                y={4 + index * 21}
                width={width}
                height="15"
                rx="4"
                opacity={1 - index * 0.2}
              />
            ))}
          </svg>
        }
        action={
          may && (
            <Link to={paths.newLayers(project.id, "ladder")}>
              <Button type="primary" tabIndex={-1}>
                {t("layers.choose")}
              </Button>
            </Link>
          )
        }
      />
    </Card>
  );
}
