import { traitFrom, traitSentence } from "@/base/question";
import type { Computed, DefinedTrait } from "@/contract";
import { useRuleWords } from "@/ui/filters";

/** What a kept trait computes, as the editor holds it. */
export const computedOf = ({ trait }: Pick<DefinedTrait, "trait">): Computed => traitFrom(trait);

/** A trait as one sentence. */
export function TraitText({ trait }: { trait: Computed }) {
  return <>{traitSentence(trait, useRuleWords())}</>;
}
