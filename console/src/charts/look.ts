import { useMemo } from "react";
import type { Look } from "./lines/option";

const FONT =
  '"Inter", -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Colours of a picture's frame in the theme in use; a canvas cannot read CSS variables. */
export function useLook(dark: boolean): Look {
  return useMemo(
    () =>
      dark
        ? { text: "#eceef1", muted: "#98a0a9", grid: "#272b30", surface: "#17191c", font: FONT }
        : { text: "#15191e", muted: "#5f6873", grid: "#e8eaed", surface: "#ffffff", font: FONT },
    [dark],
  );
}
