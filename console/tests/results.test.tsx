/** Results with an earlier answer beside them, as tables and as pictures. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { initReactI18next } from "react-i18next";
import { MemoryRouter } from "react-router";
import { beforeAll, describe, expect, it } from "vitest";
import AttributionResult from "../src/answers/AttributionResult";
import FunnelResult from "../src/answers/FunnelResult";
import LifecycleResult from "../src/answers/LifecycleResult";
import LtvResult from "../src/answers/LtvResult";
import type { ResultProps } from "../src/answers/types";
import { useFormat } from "../src/base/format";
import en from "../src/base/i18n/locales/en";
import { ProjectContext } from "../src/base/project";
import type { Answer, Attribution, Funnel, Lifecycle, Ltv, Project, Question } from "../src/contract";

const range = { last: 28, unit: "day" } as const;
const project = { id: "p", name: "Shop", timezone: "UTC", currency: "EUR" } as Project;

beforeAll(() => i18next.use(initReactI18next).init({ lng: "en", resources: { en: { translation: en } } }));

/** An answer of February, and of January with `before`. */
function answer(rows: object[], totals: object, before?: { rows: object[]; totals: object }): Answer {
  const facts = (from: string, to: string) => ({ range: { from, to } });
  return {
    columns: [],
    rows,
    totals,
    provenance: facts("2025-02-03", "2025-02-28"),
    before: before ? { ...before, question: {}, provenance: facts("2025-01-06", "2025-01-31") } : null,
  } as unknown as Answer;
}

function shown<Q extends Question>(
  Shown: (props: ResultProps<Q>) => ReactElement,
  props: Pick<ResultProps<Q>, "question" | "answer" | "view">,
): string {
  function Whole() {
    const format = useFormat();
    const nothing = () => {};
    return (
      <Shown
        {...props}
        format={format}
        dark={false}
        flags={[]}
        onOpen={nothing}
        onAsk={nothing}
        onParts={nothing}
      />
    );
  }
  return renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ProjectContext value={project}>
        <MemoryRouter>
          <Whole />
        </MemoryRouter>
      </ProjectContext>
    </QueryClientProvider>,
  );
}

describe("a funnel beside the one before", () => {
  const question: Funnel = {
    kind: "funnel",
    steps: [{ event: "look" }, { event: "buy" }],
    window: { value: 1, unit: "day" },
    range,
  };
  const rows = (first: number, second: number) => [
    { step: 1, event: "look", people: first, from_first: 1, from_previous: null, address: "a1" },
    { step: 2, event: "buy", people: second, from_first: second / first, from_previous: 0, address: "a2" },
  ];
  const totals = (entered: number, converted: number) => ({
    rows: [{ entered, converted, rate: converted / entered, median_seconds: 60 }],
  });
  const both = answer(rows(4000, 1000), totals(4000, 1000), {
    rows: rows(3000, 1500),
    totals: totals(3000, 1500),
  });

  it("has both in the table, each a door", () => {
    const html = shown(FunnelResult, { question, answer: both, view: "table" });
    for (const figure of ["4,000", "1,000", "3,000", "1,500"]) expect(html).toContain(`>${figure}</button>`);
  });

  it("draws the earlier as a line and tells the change", () => {
    const html = shown(FunnelResult, { question, answer: both, view: "chart" });
    expect(html).toContain("bottom:50%");
    expect(html.match(/funnel-before/g)).toHaveLength(2);
    expect(html).toContain("change-flat");
  });

  it("has none of it where nothing is compared", () => {
    const alone = answer(rows(4000, 1000), totals(4000, 1000));
    for (const view of ["table", "chart"] as const) {
      const html = shown(FunnelResult, { question, answer: alone, view });
      expect(html).not.toContain("funnel-before");
      expect(html).not.toContain("change-flat");
    }
  });
});

describe("a lifecycle beside the one before", () => {
  const question: Lifecycle = { kind: "lifecycle", activity: { event: null }, interval: "week", range };
  const counts = { returning: 1, new: 2222, resurrected: 3, dormant: 4, quick_ratio: 1 };
  const week = (bucket: string, more: object) => ({
    bucket,
    active: 6,
    complete: true,
    address: bucket,
    ...counts,
    ...more,
  });
  const both = answer(
    [week("2025-02-10", {})],
    { groups: [counts] },
    {
      rows: [week("2025-01-06", { new: 7777 }), week("2025-01-13", { new: 3333 })],
      totals: { groups: [{ ...counts, new: 5555 }] },
    },
  );

  it("puts the second week beside the second week", () => {
    const html = shown(LifecycleResult, { question, answer: both, view: "table" });
    expect(html).toContain("2,222");
    expect(html).toContain("3,333");
    expect(html).not.toContain("7,777");
  });

  it("tells the change of the totals", () => {
    expect(shown(LifecycleResult, { question, answer: both, view: "chart" })).toContain("5,555");
  });
});

describe("attribution beside the one before", () => {
  const question: Attribution = {
    kind: "attribution",
    conversion: { event: "buy" },
    touches: [{ event: "visit" }],
    models: ["last"],
    window: { value: 1, unit: "day" },
    range,
  };
  const row = (conversions: number) => ({
    touch: "visit",
    model: "last",
    conversions,
    share: 1,
    people: 1,
    address: "a",
  });
  const both = answer([row(10)], {}, { rows: [row(20)], totals: {} });

  it("draws the earlier as a line over the bar", () => {
    expect(shown(AttributionResult, { question, answer: both, view: "chart" })).toContain("bar-before");
  });
});

describe("lifetime value", () => {
  const question: Ltv = {
    kind: "ltv",
    acquired: { event: "sign_up" },
    revenue: { event: "pay", property: "amount" },
    cohort: "week",
    age: "week",
    range,
  };
  const row = (cohort: string, people: number) => ({
    cohort,
    age: 0,
    people,
    value: 30,
    per_person: people ? 30 / people : null,
    payers: 1,
    paying_rate: null,
    complete: true,
    address: cohort,
    payers_address: `${cohort} payers`,
  });
  const alone = answer([row("2025-02-03", 0), row("2025-02-10", 4)], { ages: [row("", 4)], payback: [] });

  it("is a table with its people", () => {
    const html = shown(LtvResult, { question, answer: alone, view: "table" });
    expect(html).toContain(">4</button>");
  });

  it("is a picture with what a person is worth in the end", () => {
    expect(shown(LtvResult, { question, answer: alone, view: "chart" })).toContain("€7.50");
  });
});
