import { describe, expect, it } from "vitest";
import { inForce, kindOf, outcomeOf } from "../src/rooms/people/merges/words";

describe("an entry of the list of merges", () => {
  it("says what became of it", () => {
    expect(outcomeOf({ kind: "merge", undone: false })).toBe("merged");
    expect(outcomeOf({ kind: "merge", undone: true })).toBe("takenBack");
    expect(outcomeOf({ kind: "refused", undone: false })).toBe("refused");
    expect(outcomeOf({ kind: "undo", undone: false })).toBe("undo");
  });

  it("can be taken back once, and only if it was a merge", () => {
    const entries = [
      { kind: "merge", undone: false },
      { kind: "merge", undone: true },
      { kind: "refused", undone: false },
      { kind: "undo", undone: false },
    ] as const;
    expect(entries.map(inForce)).toEqual([true, false, false, false]);
  });

  it("is filtered by a word of the address", () => {
    expect([kindOf("undo"), kindOf("x"), kindOf(null)]).toEqual(["undo", null, null]);
  });
});
