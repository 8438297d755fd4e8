import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { completeTrait, countConditions, traitFrom } from "@/base/question";
import { decode, encode, useUrlState } from "@/base/url";
import type { Catalogue, Computed, DefinedTrait } from "@/contract";
import { Card, useErrorText } from "@/ui";
import { CatalogueContext, FieldErrors } from "@/ui/filters";
import { useTraits } from "../queries";
import { computedOf, TraitText } from "../TraitText";
import { PreviewCard } from "./PreviewCard";
import { SaveCard } from "./SaveCard";
import { TraitForm } from "./TraitForm";
import { usePreview } from "./usePreview";

interface Props {
  catalogue: Catalogue;
  /** What it begins with. */
  initial: Computed;
  /** The trait that is changed, where it is none that is new. */
  known: DefinedTrait | null;
  onSaved: (trait: DefinedTrait) => void;
  /** What stands under the editor. */
  children?: ReactNode;
}

/** A trait as it is being written, with its values beside it. */
export function Editor({ catalogue, initial, known, onSaved, children }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [trait, setTrait] = useWritten(initial);
  const { define, change } = useTraits();
  const [draft, setDraft] = useState({ name: known?.name ?? "", description: known?.description ?? "" });
  const whole = completeTrait(trait);
  const preview = usePreview(whole);
  const unfinished = whole ? conditions(trait) - conditions(whole) : 0;
  const saving = known ? change : define;
  const same = known !== null && whole !== null && text(whole) === text(computedOf(known));
  const save = () => {
    if (!whole) return;
    const done = {
      onSuccess: (saved: DefinedTrait) => {
        message.success(t("traits.kept", { name: saved.name }));
        onSaved(saved);
      },
      onError: (error: unknown) => void message.error(errorText(error)),
    };
    const { name, description } = draft;
    if (known) {
      const { id, version } = known;
      change.mutate({ id, version, description, ...(same ? {} : { trait: whole }) }, done);
    } else define.mutate({ name: name.trim(), description, trait: whole }, done);
  };
  return (
    <CatalogueContext value={catalogue}>
      <FieldErrors error={placed(saving.error ?? preview.query.error)}>
        <p className="segment-rule" aria-live="polite">
          {whole && <TraitText trait={whole} />}
        </p>
        <div className="segment-build">
          <div className="trait-main">
            <Card title={t("traits.form.title")} className="ask-builder">
              <TraitForm
                trait={trait}
                onChange={(next) => {
                  saving.reset();
                  setTrait(next);
                }}
              />
            </Card>
            {children}
          </div>
          <div className="segment-side">
            <PreviewCard preview={whole && preview} kept={same ? known.name : null} />
            <SaveCard
              draft={draft}
              named={known !== null}
              unfinished={unfinished}
              whole={whole !== null}
              saving={saving.isPending}
              onChange={(next) => {
                saving.reset();
                setDraft(next);
              }}
              onSave={save}
            />
            {known && !same && (
              <Button type="link" onClick={() => setTrait(computedOf(known))}>
                {t("traits.save.back")}
              </Button>
            )}
          </div>
        </div>
      </FieldErrors>
    </CatalogueContext>
  );
}

const conditions = (trait: Computed) =>
  [trait, ...(trait.or ?? [])].reduce((sum, one) => sum + countConditions(one.filters), 0);

/** The same for traits that say the same, whatever was chosen first. */
const text = (trait: Computed) => JSON.stringify(traitFrom(trait));

/** The trait as it stands in the address, else as it was. */
function useWritten(initial: Computed): [Computed, (trait: Computed) => void] {
  const { get, set } = useUrlState();
  return [read(get("trait")) ?? initial, (trait) => set({ trait: encode(trait) }, { replace: true })];
}

function read(text: string | null): Computed | null {
  try {
    return text === null ? null : traitFrom(decode(text));
  } catch {
    return null;
  }
}

/** An error at the place where the editor shows what it is about. */
function placed(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.field === null || error.field === "name") return error;
  const { code, message, params, status } = error;
  const field = `trait.${error.field.replace(/^(body\.)?(trait)?\.?/, "")}`;
  return new ApiError({ code, message, field, params }, status);
}
