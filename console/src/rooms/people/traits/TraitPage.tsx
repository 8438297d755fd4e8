import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { goalEvent } from "@/base/question";
import { encode, paths, useUrlState } from "@/base/url";
import type { DefinedTrait } from "@/contract";
import { Card, Moment, Page, QueryView, useMay } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { Uses } from "../uses/Uses";
import { Editor } from "./edit/Editor";
import { PreviewCard } from "./edit/PreviewCard";
import { usePreview } from "./edit/usePreview";
import { traitQuery, traitUsesQuery, traitVersionsQuery } from "./queries";
import { computedOf, TraitText } from "./TraitText";
import { useRemove } from "./useRemove";
import "../segments/segments.css";
import "./traits.css";

/** A new trait. */
export function NewTraitPage() {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const catalogue = useQuery(catalogueQuery(project.id));
  return (
    <Page title={t("traits.new")} subtitle={t("traits.newSubtitle")} back={<Back />}>
      <QueryView query={catalogue} skeleton={<TableSkeleton />}>
        {(data) => (
          <Editor
            catalogue={data}
            initial={{
              measure: "count",
              event: goalEvent(data.events),
              range: { last: 30, unit: "day" },
            }}
            known={null}
            onSaved={(trait) => navigate(paths.trait(project.id, trait.id))}
          />
        )}
      </QueryView>
    </Page>
  );
}

/** One trait: what it says, what its values are like, what looks at it, and what it said before. */
export function TraitPage() {
  const { traitId = "" } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { set } = useUrlState();
  const may = useMay()("change_definitions");
  const catalogue = useQuery(catalogueQuery(project.id));
  const query = useQuery(traitQuery(project.id, traitId));
  const remove = useRemove(() => navigate(paths.traits(project.id)));
  const trait = query.data;
  return (
    <Page
      title={trait?.name ?? t("traits.one")}
      subtitle={may ? t("traits.edit") : trait?.description}
      back={<Back />}
      actions={
        may &&
        trait && (
          <Button
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t("traits.remove", { name: trait.name })}
            onClick={() => remove(trait)}
          />
        )
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(one) =>
          may ? (
            <QueryView query={catalogue} skeleton={<TableSkeleton />}>
              {(data) => (
                <Editor
                  key={one.id}
                  catalogue={data}
                  initial={computedOf(one)}
                  known={one}
                  onSaved={() => set({ trait: null }, { replace: true })}
                >
                  <UsedBy trait={one} />
                  <Versions trait={one} may />
                </Editor>
              )}
            </QueryView>
          ) : (
            <Shown trait={one} />
          )
        }
      </QueryView>
    </Page>
  );
}

/** A trait for those who may not change it. */
function Shown({ trait }: { trait: DefinedTrait }) {
  const preview = usePreview(computedOf(trait));
  return (
    <>
      <p className="segment-rule">
        <TraitText trait={computedOf(trait)} />
      </p>
      <div className="segment-build">
        <div className="trait-main">
          <UsedBy trait={trait} />
          <Versions trait={trait} />
        </div>
        <div className="segment-side">
          <PreviewCard preview={preview} kept={trait.name} />
        </div>
      </div>
    </>
  );
}

function Back() {
  const { t } = useTranslation();
  const project = useProject();
  return <Link to={paths.traits(project.id)}>{t("traits.title")}</Link>;
}

function UsedBy({ trait }: { trait: DefinedTrait }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(traitUsesQuery(project.id, trait.id));
  return (
    <Card title={t("traits.uses.title")}>
      <QueryView query={query}>
        {(uses) =>
          uses.length === 0 ? <p className="trait-quiet">{t("traits.uses.none")}</p> : <Uses uses={uses} />
        }
      </QueryView>
    </Card>
  );
}

function Versions({ trait, may }: { trait: DefinedTrait; may?: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  const { set } = useUrlState();
  const query = useQuery(traitVersionsQuery(project.id, trait.id));
  return (
    <Card title={t("traits.versions.title")}>
      <QueryView query={query}>
        {(versions) => (
          <ol className="segment-versions">
            {versions.map((version) => (
              <li key={version.version}>
                <b>{t("traits.versions.one", { number: version.version })}</b>{" "}
                <small>
                  <Moment at={version.at} /> {version.by && `· ${version.by}`}
                </small>
                {may && version.version !== trait.version && (
                  <Button
                    type="link"
                    size="small"
                    onClick={() => set({ trait: encode(computedOf(version)) }, { replace: true })}
                  >
                    {t("traits.versions.again")}
                  </Button>
                )}
                <p>
                  <TraitText trait={computedOf(version)} />
                </p>
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Card>
  );
}
