import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Catalogue, DefinedLayers } from "@/contract";
import { useErrorText } from "@/ui";
import { CatalogueContext, FieldErrors } from "@/ui/filters";
import { type Draft, missing, placeOf, unfinished, wireOf } from "../draft";
import { useLayersActions } from "../queries";
import { LadderEditor } from "./LadderEditor";
import { RfmEditor } from "./RfmEditor";
import { type About, SaveCard } from "./SaveCard";
import { Sizes } from "./Sizes";
import { StageEditor } from "./StageEditor";
import { usePreview } from "./usePreview";

interface Props {
  catalogue: Catalogue;
  draft: Draft;
  /** What is changed; null where something new is made. */
  known: DefinedLayers | null;
  /** What it is called to begin with. */
  name: string;
  onDraft: (draft: Draft) => void;
}

/** Layers being written: the rules, how many people are where by them, and what they are called. */
export function Editor({ catalogue, draft, known, name, onDraft }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { create, change } = useLayersActions();
  const [about, setAbout] = useState<About>({ name, description: known?.description ?? "" });
  const wanting = missing(draft);
  const layers = wireOf(draft);
  const preview = usePreview(wanting === null ? layers : null);
  const saving = known ? change : create;
  const done = {
    onSuccess: (saved: DefinedLayers) => {
      message.success(t("layers.build.kept", { name: saved.name }));
      navigate(paths.layers(project.id, saved.property));
    },
    onError: (error: unknown) => void message.error(errorText(error)),
  };
  const save = () => {
    const kept = { name: about.name.trim(), description: about.description, layers };
    if (known)
      change.mutate(
        { ...kept, property: known.property, ...(known.version > 0 ? { version: known.version } : {}) },
        done,
      );
    else create.mutate(kept, done);
  };
  return (
    <CatalogueContext value={catalogue}>
      <FieldErrors error={placed(saving.error ?? preview.query.error, draft)}>
        <div className="layers-build">
          <div className="ask-builder">
            {draft.kind === "ladder" && <LadderEditor draft={draft} onChange={onDraft} />}
            {draft.kind === "stage" && <StageEditor draft={draft} onChange={onDraft} />}
            {draft.kind === "rfm" && <RfmEditor draft={draft} onChange={onDraft} />}
          </div>
          <div className="layers-side">
            <Sizes preview={preview} wanting={wanting && t(`layers.wanting.${wanting.split(".")[0]}`)} />
            <SaveCard
              about={about}
              unfinished={unfinished(draft)}
              saving={saving.isPending}
              ready={wanting === null}
              onChange={(next) => {
                saving.reset();
                setAbout(next);
              }}
              onSave={save}
            />
          </div>
        </div>
      </FieldErrors>
    </CatalogueContext>
  );
}

/** An error at the place where the editor shows what it is about. */
function placed(error: unknown, draft: Draft): unknown {
  if (!(error instanceof ApiError) || error.field === null) return error;
  const { code, message, params, status } = error;
  return new ApiError({ code, message, field: placeOf(error.field, draft), params }, status);
}
