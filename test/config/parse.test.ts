import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { refused } from "./refused.ts";

const CONTRACT = join(import.meta.dirname, "../../fixtures/config/contract.toml");

const parsed = (text: string, environment?: string): Config =>
  parseConfig(text, {
    file: "assay.toml",
    ...(environment !== undefined && { environment }),
  });

describe("the example of the contract", () => {
  const config = parsed(readFileSync(CONTRACT, "utf8"));

  test("says what it says", async () => {
    const golden = CONTRACT.replace(".toml", ".expected.json");
    await expect(`${JSON.stringify(config, mapsAsTables, 2)}\n`).toMatchFileSnapshot(golden);
  });

  test("a signal stands at the name in its header", () => {
    expect(config.locate(["metrics", "signals", "finish_reason"])).toEqual({
      line: 80,
      column: 18,
    });
  });
});

describe("what is not said", () => {
  test.each(["", "version = 1", "\u{feff}# nothing\r\n"])("%j has every default", (text) => {
    const { locate, ...said } = parsed(text);
    expect(said).toEqual({
      file: "assay.toml",
      environment: "default",
      posthog: { host: "https://us.posthog.com", project: undefined, groupTypes: [] },
      flags: [],
      experiments: [],
      catalogue: {
        form: "capture",
        name: "event",
        closed: true,
        common: new Map(),
        events: new Map(),
        flags: new Map(),
      },
      metrics: {
        enabled: false,
        endpoint: undefined,
        schema: 1,
        policy: 1,
        period: "week",
        dimensions: [],
        disclosure: undefined,
        consent: undefined,
        signals: [],
      },
      cache: { freshMs: 600_000, usableMs: 604_800_000 },
      telemetry: { off: [], whenOff: "local" },
      privacy: { rules: "recommended", minCount: 5, ignores: [] },
    });
    expect(locate(["flags", "any"])).toEqual({ line: 1, column: 1 });
  });

  test("an experiment is control against test for everyone, off until it is known", () => {
    const [experiment] = parsed("[experiments.a]").experiments;
    expect(experiment).toMatchObject({
      key: "a",
      name: "a",
      variants: [
        { key: "control", share: 50 },
        { key: "test", share: 50 },
      ],
      groups: [{ match: [], rollout: 100 }],
      enabledVariants: ["test"],
      enabledByDefault: false,
      userOverridable: false,
      showInSettings: true,
      remote: true,
      platforms: [],
    });
  });

  test.each([
    ["control", "x"],
    ["x", "control"],
  ])("the baseline of %j and %j is control", (first, second) => {
    const text = `[experiments.a]\nvariants = [{ key = "${first}", share = 50 }, { key = "${second}", share = 50 }]`;
    expect(parsed(text).experiments[0]?.enabledVariants).toEqual(["x"]);
  });

  test("the baseline is the first variant where none is called control", () => {
    const text = `[experiments.a]\nvariants = [{ key = "x", share = 50 }, { key = "y", share = 50 }]`;
    expect(parsed(text).experiments[0]?.enabledVariants).toEqual(["y"]);
  });

  test("a stream's events are named by their kind", () => {
    expect(parsed('[log]\nform = "stream"').catalogue.name).toBe("kind");
  });

  test("status codes are looked for where they are declared", () => {
    const text = `[metrics.signals.a]\non = "x"\nclassify = "err"\n`;
    expect(parsed(text).metrics.signals[0]).toMatchObject({ status: undefined, other: "other" });
    const codes = 'codes = { http = ["400-404"] }';
    expect(parsed(text + codes).metrics.signals[0]).toMatchObject({
      status: "labelled",
      codes: [{ bucket: "http", from: 400, to: 404 }],
    });
  });
});

describe("environments", () => {
  const text = `
[posthog]
host = "https://eu.posthog.com/"
project = 1
group_types = ["company"]
[environments.staging.posthog]
project = 2
group_types = ["team", "company"]
[environments.local.posthog]
host = "http://localhost:8010"
`;

  test.each([
    [undefined, { host: "https://eu.posthog.com", project: 1, groupTypes: ["company"] }],
    ["default", { host: "https://eu.posthog.com", project: 1, groupTypes: ["company"] }],
    ["staging", { host: "https://eu.posthog.com", project: 2, groupTypes: ["team", "company"] }],
    ["local", { host: "http://localhost:8010", project: 1, groupTypes: ["company"] }],
  ])("%j lies over [posthog]", (environment, posthog) => {
    expect(parsed(text, environment)).toMatchObject({
      environment: environment ?? "default",
      posthog,
    });
  });

  test.each([
    ["stagin", 'Did you mean "staging"? Known: "staging", "local"'],
    ["production", 'Known: "staging", "local"'],
    ["constructor", 'Known: "staging", "local"'],
  ])("%j is a usage error", (environment, hint) => {
    expect(refused(text, environment)).toMatchObject({ kind: "usage", hint });
  });

  test("what is wrong with the config comes first", () => {
    expect(refused("colour = 1", "staging").kind).toBe("config");
  });
});

describe("values", () => {
  test.each([
    ["2026-12-31", "2026-12-31"],
    ['"2026-12-31"', "2026-12-31"],
  ])("the date %s is ISO text", (written, date) => {
    expect(parsed(`[experiments.a]\nexpires = ${written}`).experiments[0]?.expires).toBe(date);
  });

  test.each(["2026-12-31T10:00:00Z", '"2026-02-30"', '"31.12.2026"', "10:00:00"])(
    "%s is no date",
    (written) => {
      expect(refused(`[experiments.a]\nexpires = ${written}`).diagnostics).toHaveLength(1);
    },
  );

  test.each([
    ["30s", 30_000],
    ["10m", 600_000],
    ["36h", 129_600_000],
    ["7d", 604_800_000],
  ])("%s is %i milliseconds", (written, freshMs) => {
    expect(parsed(`[cache]\nfresh = "${written}"`).cache.freshMs).toBe(freshMs);
  });

  test("payloads are any JSON, dates as text", () => {
    const text =
      "[flags.a]\npayloads = { true = { at = 2026-01-01, list = [1, { deep = true }] } }";
    expect(parsed(text).flags[0]?.payloads).toEqual(
      new Map([["true", { at: "2026-01-01", list: [1, { deep: true }] }]]),
    );
  });

  test("numbers stand as text where PostHog compares text", () => {
    const text = `[[flags.a.groups]]\nmatch = [{ property = "age", operator = "gt", value = 18 }, { property = "n", value = 5 }]`;
    expect(parsed(text).flags[0]?.groups[0]?.match).toEqual([
      { key: "age", type: "person", operator: "gt", value: "18" },
      { key: "n", type: "person", operator: "exact", value: 5 },
    ]);
  });

  test("conditions on cohorts, flags and groups read as PostHog writes them", () => {
    const text = `[[flags.a.groups]]
match = [
  { type = "cohort", value = 42 },
  { type = "flag", property = "other", value = true },
  { type = "group", group_type = 1, property = "plan", value = "pro" },
]
[flags.other]`;
    expect(parsed(text).flags[0]?.groups[0]?.match).toEqual([
      { key: "id", type: "cohort", operator: "in", value: 42 },
      { key: "other", type: "flag", operator: "flag_evaluates_to", value: true },
      { key: "plan", type: "group", operator: "exact", value: "pro", group_type_index: 1 },
    ]);
  });

  test.each([
    ['{ name = "m", event = "a" }', ["a"]],
    ['{ name = "m", type = "funnel", steps = ["a", "b"] }', ["a", "b"]],
    ['{ name = "m", type = "funnel", event = "a" }', ["a"]],
    ['{ name = "m", type = "ratio", numerator = "a", denominator = "b" }', ["a", "b"]],
    ['{ name = "m", type = "retention", start = "a", return = "b" }', ["a", "b"]],
    ['{ name = "m", type = "retention", event = "a" }', ["a", "a"]],
  ])("the metric %s is of %j", (metric, events) => {
    expect(
      parsed(`[experiments.a]\nmetrics = [${metric}]`).experiments[0]?.metrics[0],
    ).toMatchObject({
      events,
      role: "primary",
      goal: "increase",
    });
  });

  test("a row of conditions may nest its paths", () => {
    const text = `[metrics.signals.a]\non = "x"\nwhen = [{ usage.reason = "a*", "b.c" = [1, true] }]`;
    expect(parsed(text).metrics.signals[0]?.when).toEqual([
      new Map<string, unknown>([
        ["usage.reason", ["a*"]],
        ["b.c", [1, true]],
      ]),
    ]);
  });
});

function mapsAsTables(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
