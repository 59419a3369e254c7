import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { refused } from "./refused.ts";

/** Rule and pointer of every problem, in the order of the file. */
function found(text: string): string[] {
  return refused(text).diagnostics.map(({ rule, pointer }) => `${rule} ${pointer}`);
}

const taken = (text: string): unknown => parseConfig(text, { file: "assay.toml" });

const variants = (...shares: number[]): string =>
  `variants = [${shares.map((share, at) => `{ key = "v${at}", share = ${share} }`).join(", ")}]`;

const match = (condition: string): string => `[[flags.a.groups]]\nmatch = [{ ${condition} }]`;

const metric = (row: string): string =>
  `[experiments.a]\nmetrics = [{ name = "m", ${row} }]\n[events.seen]\n`;

const signal = (rows: string): string => `[metrics.signals.a]\non = "x"\n${rows}`;

describe("variants", () => {
  test.each([[50, 50], [33.3, 33.3, 33.4], [0, 100], Array<number>(20).fill(5)])(
    "shares %j, %j … sum to 100",
    (...shares) => {
      expect(() => taken(`[experiments.a]\n${variants(...shares)}`)).not.toThrow();
    },
  );

  test.each([[[50, 49]], [[50, 50.00001]], [[60, 60]]])("shares %j do not", (shares) => {
    expect(found(`[flags.a]\n${variants(...shares)}`)).toEqual(["config.value flags.a.variants"]);
  });

  test("an experiment has 2 to 20", () => {
    expect(found(`[experiments.a]\n${variants(100)}`)).toEqual([
      "config.value experiments.a.variants",
    ]);
    const many = variants(...Array<number>(25).fill(4));
    expect(found(`[experiments.a]\n${many}`)).toEqual(["config.value experiments.a.variants"]);
    expect(() => taken(`[flags.a]\n${variants(100)}`)).not.toThrow();
  });

  test("their keys are unique", () => {
    const text = `[flags.a]\nvariants = [{ key = "x", share = 50 }, { key = "x", share = 50 }]`;
    expect(found(text)).toEqual(["config.value flags.a.variants[1].key"]);
  });

  test("groups, payloads and enabled variants name them, the defaults included", () => {
    const text = [
      "[experiments.a]",
      'enabled_variants = ["test", "treatment"]',
      "payloads = { control = 1, true = 2 }",
      "[[experiments.a.groups]]",
      'variant = "contrl"',
    ].join("\n");
    expect(found(text)).toEqual([
      "config.reference experiments.a.enabled_variants[1]",
      "config.reference experiments.a.payloads.true",
      "config.reference experiments.a.groups[0].variant",
    ]);
    expect(refused(text).diagnostics.map(({ hint }) => hint)).toContain('Did you mean "control"?');
  });

  test("a boolean flag has one payload, true", () => {
    const text = `[flags.a]\npayloads = { true = 1, on = 2 }`;
    expect(found(text)).toEqual(["config.reference flags.a.payloads.on"]);
  });
});

describe("targeting", () => {
  test("rollout and groups exclude each other", () => {
    expect(found("[flags.a]\nrollout = 10\n[[flags.a.groups]]")).toEqual([
      "config.value flags.a.rollout",
    ]);
  });

  test("a flag and an experiment do not share a key", () => {
    expect(found("[flags.a]\n[experiments.a]")).toEqual(["config.reference flags.a"]);
  });

  test.each(["0", "100", "12.5"])("a rollout of %s is a percentage", (rollout) => {
    expect(() => taken(`[flags.a]\nrollout = ${rollout}`)).not.toThrow();
  });

  test.each(["-0.1", "100.1", "nan", "inf"])("a rollout of %s is none", (rollout) => {
    expect(refused(`[flags.a]\nrollout = ${rollout}`).diagnostics).toHaveLength(1);
  });

  test.each(["a.b", "a b", "é", "", "x".repeat(401)])("%j is no key", (key) => {
    expect(refused(`[flags.${JSON.stringify(key)}]`).diagnostics).toMatchObject([
      { rule: "config.value", line: 1, column: 8 },
    ]);
  });

  test("a ramp rises in time", () => {
    const text = `[experiments.a]\nramp = [{ on = 2026-01-02, rollout = 1 }, { on = "2026-01-02", rollout = 2 }]`;
    expect(found(text)).toEqual(["config.value experiments.a.ramp[1].on"]);
  });
});

describe("conditions", () => {
  test.each([
    'property = "plan", value = "pro"',
    'property = "plan", operator = "is_set"',
    'property = "age", operator = "gt", value = 18',
    'property = "at", operator = "is_date_after", value = 2026-01-01',
    'property = "n", operator = "between", value = [1, 2]',
    'type = "cohort", value = 42',
    'type = "cohort", value = 42, operator = "not_in"',
    'type = "flag", property = "b", value = true',
    'type = "group", group_type = 0, property = "name", value = ["acme"]',
  ])("{ %s } is taken", (condition) => {
    expect(() => taken(`${match(condition)}\n[flags.b]`)).not.toThrow();
  });

  test.each([
    ['property = "plan"', "config.missing-key flags.a.groups[0].match[0]"],
    ['value = "pro"', "config.missing-key flags.a.groups[0].match[0]"],
    ['type = "flag", value = true', "config.missing-key flags.a.groups[0].match[0]"],
    [
      'type = "group", property = "a", value = "b"',
      "config.missing-key flags.a.groups[0].match[0]",
    ],
    [
      'property = "a", operator = "in", value = 1',
      "config.value flags.a.groups[0].match[0].operator",
    ],
    [
      'type = "cohort", operator = "gt", value = "1"',
      "config.value flags.a.groups[0].match[0].operator",
    ],
    [
      'property = "a", operator = "icontains_multi", value = "b"',
      "config.value flags.a.groups[0].match[0].value",
    ],
    [
      'property = "a", operator = "regex", value = ["b"]',
      "config.value flags.a.groups[0].match[0].value",
    ],
    [
      'property = "a", operator = "constructor", value = 1',
      "config.value flags.a.groups[0].match[0].operator",
    ],
    ['property = "a", value = {}', "config.type flags.a.groups[0].match[0].value"],
  ])("{ %s } is %s", (condition, problem) => {
    expect(found(match(condition))).toEqual([problem]);
  });
});

describe("events", () => {
  test.each([
    ['event = "sen"', "experiments.a.metrics[0].event"],
    ['type = "funnel", steps = ["seen", "sen"]', "experiments.a.metrics[0].steps[1]"],
    [
      'type = "ratio", numerator = "seen", denominator = "sen"',
      "experiments.a.metrics[0].denominator",
    ],
    ['type = "retention", start = "sen", return = "seen"', "experiments.a.metrics[0].start"],
  ])("a metric with %s names no event of the catalogue", (row, pointer) => {
    expect(found(metric(row))).toEqual([`config.reference ${pointer}`]);
  });

  test("PostHog's own events, a config without a catalogue and a stream are not asked", () => {
    expect(() => taken(metric('event = "$pageview"'))).not.toThrow();
    expect(() => taken('[experiments.a]\nmetrics = [{ name = "m", event = "x" }]')).not.toThrow();
    expect(() => taken(`[log]\nform = "stream"\n${metric('event = "x"')}`)).not.toThrow();
  });

  test("signals and consent name events of the catalogue, in a stream as well", () => {
    const text = `[log]\nform = "stream"\n[events.seen]\n[metrics]\nconsent = { on = "x", granted = "y" }\n[metrics.signals.a]\non = "sen"`;
    expect(found(text)).toEqual([
      "config.reference metrics.consent.on",
      "config.reference metrics.signals.a.on",
    ]);
  });

  test.each([
    ['type = "mean"', ["config.missing-key experiments.a.metrics[0]"]],
    ['type = "ratio", numerator = "seen"', ["config.missing-key experiments.a.metrics[0]"]],
    [
      'type = "mean", event = "seen", steps = ["seen"]',
      ["config.value experiments.a.metrics[0].steps"],
    ],
    [
      'type = "retention", start = "seen", event = "seen"',
      [
        "config.missing-key experiments.a.metrics[0]",
        "config.value experiments.a.metrics[0].event",
      ],
    ],
  ])("a metric with %s lacks or repeats an event", (row, expected) => {
    expect(found(metric(row))).toEqual(expected);
  });
});

describe("signals", () => {
  test.each([
    ['label = "a"\nclassify = "b"', "config.value metrics.signals.a.classify"],
    ['buckets = ["a"]', "config.value metrics.signals.a.buckets"],
    ['label = "a"\nwords = []', "config.value metrics.signals.a.words"],
    [
      'ratio = ["a", "b"]\nedges = { low = 0 }\nother = "o"',
      "config.value metrics.signals.a.other",
    ],
    ['ratio = ["a", "b"]', "config.missing-key metrics.signals.a"],
    ['ratio = ["a", "b"]\nedges = {}', "config.missing-key metrics.signals.a"],
    ['ratio = ["a", "b", "c"]\nedges = { low = 0 }', "config.value metrics.signals.a.ratio"],
    ['classify = "a"\ncodes = { x = ["5xx"] }', "config.value metrics.signals.a.codes.x[0]"],
    ['classify = "a"\ncodes = { x = ["500-400"] }', "config.value metrics.signals.a.codes.x[0]"],
  ])("%j is %s", (rows, problem) => {
    expect(found(signal(rows))).toEqual([problem]);
  });

  test("names, buckets and edges are judged by check, not here", () => {
    const rows =
      'label = "a"\nbuckets = []\n[metrics.signals."Not a Name"]\non = "x"\nratio = ["a", "b"]\nedges = { a = 9, b = 1 }';
    expect(() => taken(signal(rows))).not.toThrow();
  });
});

test("definitions are usable at least as long as they are fresh", () => {
  expect(found('[cache]\nusable = "5m"')).toEqual(["config.value cache.usable"]);
  expect(found('[cache]\nfresh = "8d"')).toEqual(["config.value cache.fresh"]);
  expect(() => taken('[cache]\nfresh = "24h"\nusable = "1d"')).not.toThrow();
});

test.each(["[events.__proto__]", "[flags.__proto__]", "[events.a]\n__proto__ = 1"])(
  "%j is refused, for it would be dropped in silence",
  (text) => {
    expect(refused(text).diagnostics.map(({ rule, message }) => [rule, message])).toContainEqual([
      "config.value",
      'Cannot use "__proto__" as a name',
    ]);
  },
);

test("a table with a key like a list's is still no list and no text", () => {
  expect(found("[flags.a]\nname = { length = {} }\nvariants = { length = {} }")).toEqual([
    "config.type flags.a.name",
    "config.type flags.a.variants",
  ]);
});
