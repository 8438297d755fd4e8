import { App, Button } from "antd";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import "./uses.css";

export interface Use {
  kind: string;
  id: string;
  name: string;
}

/** The page of what looks at something, where it has one. */
function placeOf(project: string, { kind, id }: Use): string | null {
  if (kind === "segment") return paths.segment(project, id);
  if (kind === "likeness") return paths.likeness(project, id);
  if (kind === "push") return paths.targets(project);
  return kind === "trait" ? paths.trait(project, id) : null;
}

/** What looks at something, each by its kind and its name. */
export function Uses({ uses }: { uses: readonly Use[] }) {
  const project = useProject();
  return (
    <UseList
      uses={uses}
      link={(use) => {
        const place = placeOf(project.id, use);
        return place ? <Link to={place}>{use.name}</Link> : <b>{use.name}</b>;
      }}
    />
  );
}

function UseList({ uses, link }: { uses: readonly Use[]; link: (use: Use) => ReactNode }) {
  const { t } = useTranslation();
  return (
    <ul className="uses">
      {uses.map((use) => (
        <li key={`${use.kind}:${use.id}`}>
          <span>{t(`common.uses.${use.kind}`, { defaultValue: use.kind })}</span> {link(use)}
        </li>
      ))}
    </ul>
  );
}

/** Says of something that cannot be deleted what looks at it, with the way to each. */
export function useStillUsed(): (title: string, uses: readonly Use[]) => void {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  return useCallback(
    (title, uses) => {
      // It is drawn outside of the page, where no link knows its way.
      const shown = modal.warning({
        title,
        content: (
          <UseList
            uses={uses}
            link={(use) => {
              const place = placeOf(project.id, use);
              if (!place) return <b>{use.name}</b>;
              const go = () => {
                shown.destroy();
                navigate(place);
              };
              return (
                <Button type="link" size="small" onClick={go}>
                  {use.name}
                </Button>
              );
            }}
          />
        ),
        okText: t("common.close"),
      });
    },
    [t, project.id, navigate, modal],
  );
}
