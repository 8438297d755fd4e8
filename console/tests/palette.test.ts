/** The eight colours can be told apart, also by eyes that miss one kind of cone, on both backgrounds. */
import { describe, expect, it } from "vitest";
import { CATEGORICAL, coloursOf, REST, SEQUENTIAL, WHOLE } from "../src/base/palette";
import { inkOn } from "../src/charts/retention/model";

type Vector = [number, number, number];

// Machado, Oliveira & Fernandes (2009), severity 1.
const SIGHT: Record<string, Vector[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const linear = (hex: string): Vector => {
  const part = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
};

const times = (matrix: Vector[], v: Vector): Vector =>
  matrix.map((row) => Math.min(1, Math.max(0, row[0] * v[0] + row[1] * v[1] + row[2] * v[2]))) as Vector;

function oklab([r, g, b]: Vector): Vector {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const luminance = (hex: string) => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string) => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe.each([
  ["light", CATEGORICAL.light, "#ffffff"],
  ["dark", CATEGORICAL.dark, "#17191c"],
] as const)("the %s palette", (_, palette, background) => {
  it.each(Object.keys(SIGHT))("is told apart with %s", (sight) => {
    const seen = palette.map((hex) => oklab(times(SIGHT[sight] ?? [], linear(hex))));
    const gaps = seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...gaps)).toBeGreaterThan(0.09);
  });

  it("stands out from the background", () => {
    expect(Math.min(...palette.map((hex) => contrast(hex, background)))).toBeGreaterThanOrEqual(3);
  });
});

describe("colours", () => {
  it("go with the thing, in any company", () => {
    const [alone] = coloursOf(["purchase"], false);
    expect(coloursOf(["purchase", "sign_up"], false)[0]).toBe(alone);
  });

  it("differ within one picture, up to eight", () => {
    const keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
    expect(new Set(coloursOf(keys, true)).size).toBe(8);
  });

  it("give everything the brand's colour and let the rest recede", () => {
    expect(coloursOf([WHOLE], false)[0]).toBe(CATEGORICAL.light[0]);
    expect(CATEGORICAL.light).not.toContain(coloursOf([REST], false)[0]);
  });
});

describe("heat maps", () => {
  it.each([...SEQUENTIAL.light, ...SEQUENTIAL.dark])("can be read on %s", (background) => {
    expect(contrast(inkOn(background), background)).toBeGreaterThanOrEqual(4.5);
  });
});
