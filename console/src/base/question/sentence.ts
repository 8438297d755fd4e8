import type { TFunction } from "i18next";
import type { Question } from "@/contract";
import { kindOf } from "./kinds";
import { withShared } from "./say";

/** The whole question in one line, for where there is no room for its editor. */
export const sentence = (question: Question, t: TFunction): string =>
  withShared(kindOf(question.kind).say(question, t), question, t);
