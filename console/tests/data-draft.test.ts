import { describe, expect, it } from "vitest";
import type { Mapping, Preview } from "../src/contract";
import {
  changedDraft,
  type Draft,
  firstReading,
  formField,
  mappingOf,
  meaningOf,
  missing,
  planOf,
} from "../src/rooms/data/import/draft";

const column = (name: string, type: Preview["columns"][number]["type"] = "text") => ({
  name,
  label: name,
  type,
  samples: ["a"],
  filled: 1,
  mixed: false,
});

const NOTHING: Mapping = {
  person: "CustomerID",
  time: "InvoiceDate",
  event: null,
  event_name: "purchase",
  id: null,
  properties: null,
  person_properties: ["Country"],
  timezone: null,
  time_format: null,
  where: null,
  format: "csv",
  encoding: "utf-8",
  delimiter: ",",
};

const preview = (proposed: Partial<Mapping> = {}): Preview => ({
  format: "csv",
  compression: null,
  encoding: "utf-8",
  delimiter: ";",
  columns: [
    column("InvoiceNo"),
    column("Quantity", "number"),
    column("InvoiceDate", "time"),
    column("CustomerID", "number"),
    column("Country"),
  ],
  rows: [
    ["536365", "6", "2010-12-01 08:26", null, "France"],
    ["536366", "2", "2010-12-01 08:28", "17850", "United Kingdom"],
  ],
  row_estimate: 2,
  proposed: { ...NOTHING, ...proposed },
  notes: [],
});

const plan = (draft: Draft = {}, proposed: Partial<Mapping> = {}) => planOf(preview(proposed), draft);

describe("a plan", () => {
  it("is the proposal when nothing was changed", () => {
    const p = plan();
    expect(p).toMatchObject({
      person: "CustomerID",
      time: "InvoiceDate",
      eventBy: "name",
      eventName: "purchase",
    });
    expect(p.rest.map((one) => [one.column.name, one.kind])).toEqual([
      ["InvoiceNo", "event"],
      ["Quantity", "event"],
      ["Country", "person"],
    ]);
    expect(missing(p)).toEqual([]);
  });

  it("forgets columns that are no longer there when the file is read otherwise", () => {
    expect(plan({ person: "gone", event: "gone" }).person).toBeNull();
    expect(missing(plan({ person: "gone" }))).toEqual(["person"]);
  });

  it("says what is lacking in the order of the form", () => {
    expect(missing(plan({ person: null, time: null, eventBy: "column" }))).toEqual([
      "person",
      "time",
      "event",
    ]);
    expect(missing(plan({ eventName: "  " }))).toEqual(["event_name"]);
  });

  it("leaves out what the proposal leaves out, and keeps a column that lost its role", () => {
    const p = plan({ person: "InvoiceNo" }, { properties: ["Quantity"], person_properties: [] });
    expect(meaningOf(p, "CustomerID")).toBe("ofEvent");
    expect(meaningOf(p, "Country")).toBe("skip");
    expect(meaningOf(p, "InvoiceNo")).toBe("person");
  });
});

describe("a change", () => {
  it("gives a column one role: the new one", () => {
    const draft = changedDraft(preview(), {}, { type: "role", role: "id", column: "CustomerID" });
    expect(plan(draft)).toMatchObject({ id: "CustomerID", person: null });
  });

  it("sets many columns at once and keeps the others", () => {
    const draft = changedDraft(
      preview(),
      { kinds: { Country: "skip" } },
      {
        type: "kind",
        columns: ["InvoiceNo", "Quantity"],
        kind: "person",
      },
    );
    expect(draft.kinds).toEqual({ Country: "skip", InvoiceNo: "person", Quantity: "person" });
  });

  it("keeps the way of reading", () => {
    const read = changedDraft(preview(), {}, { type: "read", delimiter: "\t" });
    expect(changedDraft(preview(), read, { type: "eventBy", by: "column" })).toEqual({
      delimiter: "\t",
      eventBy: "column",
    });
  });
});

describe("the mapping that is sent", () => {
  it("takes every other column when none is left out, and reads the file as it was shown", () => {
    expect(mappingOf(preview(), plan())).toEqual({ ...NOTHING, delimiter: ";" });
  });

  it("names the columns once one is left out", () => {
    const sent = mappingOf(preview(), plan({ kinds: { InvoiceNo: "skip" }, where: " Quantity > 0 " }));
    expect(sent).toMatchObject({
      properties: ["Quantity"],
      person_properties: ["Country"],
      where: "Quantity > 0",
    });
  });

  it("holds either a column or a name for the event", () => {
    const sent = mappingOf(preview(), plan({ eventBy: "column", event: "InvoiceNo" }));
    expect(sent).toMatchObject({ event: "InvoiceNo", event_name: null });
  });
});

describe("the first row", () => {
  it("is the first that names a person, with what is filled", () => {
    expect(firstReading(preview(), plan())).toEqual({
      person: "17850",
      time: "2010-12-01 08:28",
      event: "purchase",
      properties: [
        ["InvoiceNo", "536366"],
        ["Quantity", "2"],
      ],
      about: [["Country", "United Kingdom"]],
    });
  });
});

describe("the server's field", () => {
  it("leads to the field of the form", () => {
    expect(formField("mapping.person")).toBe("person");
    expect(formField("body.mapping.person_properties.2")).toBe("person_properties");
    expect(formField("where")).toBe("where");
    expect(formField("upload_id")).toBeNull();
    expect(formField(null)).toBeNull();
  });
});
