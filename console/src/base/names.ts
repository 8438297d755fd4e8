/** Names that begin with `$` are the product's own: people read them in their language. Others stay as sent. */
import type { TFunction } from "i18next";

const PLAIN = /^\$\w+$/;

function reserved(kind: "property" | "event", name: string, t: TFunction): string {
  return PLAIN.test(name) ? t(`reserved.${kind}.${name.slice(1)}`, { defaultValue: name }) : name;
}

export const propertyName = (name: string, t: TFunction) => reserved("property", name, t);
export const eventName = (name: string, t: TFunction) => reserved("event", name, t);
