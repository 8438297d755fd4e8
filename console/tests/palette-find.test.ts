import { describe, expect, it } from "vitest";
import { find, type Target } from "../src/shell/palette/find";
import { reader } from "../src/shell/palette/pinyin";

const target = (label: string, ...also: string[]): Target => ({
  key: label,
  kind: "page",
  label,
  also,
  to: "/",
});
const targets = [
  target("概览", "Overview"),
  target("事件", "Events"),
  target("导入", "Import"),
  target("sign_up"),
  target("用户", "People"),
];
const found = (typed: string) => find(targets, typed, reader).map((one) => one.label);

describe("the palette", () => {
  it("finds in both languages", () => {
    expect(found("事")).toEqual(["事件"]);
    expect(found("even")).toEqual(["事件"]);
  });

  it("finds by pinyin, whole or by first letters", () => {
    expect(found("shijian")).toEqual(["事件"]);
    expect(found("dr")).toContain("导入");
    expect(found("yong hu")).toEqual(["用户"]);
  });

  it("finds words inside of names, whatever their case", () => {
    expect(found("UP")).toContain("sign_up");
  });

  it("shows all in their order when nothing is typed, and nothing for nonsense", () => {
    expect(found("")).toEqual(targets.map((one) => one.label));
    expect(found("qqqq")).toEqual([]);
  });
});
