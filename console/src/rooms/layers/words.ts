/** How layers are called, in the reader's language. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { DefinedLayers, LayerNames } from "@/contract";

/** One of the two names. */
export function useNames(): (names: LayerNames) => string {
  const { i18n } = useTranslation();
  const tongue = i18n.language.startsWith("zh") ? "zh" : "en";
  return useCallback((names) => names[tongue], [tongue]);
}

/** What layers are called: the stages that everybody has are the product's own. */
export function useLayersName(): (layers: DefinedLayers) => string {
  const { t } = useTranslation();
  return useCallback((layers) => (layers.version === 0 ? t("layers.stage.name") : layers.name), [t]);
}
