import * as fc from "fast-check";
import type { Signal } from "../../src/metrics/signal.ts";
import type { ReplayRules } from "../../src/replay/replay.ts";
import { fields, kind, literals, object } from "../replay/catalogues.ts";
import { appRules } from "../replay/rules.ts";

const common = { when: [], unless: new Map<string, never>() };

const signals: readonly Signal[] = [
  {
    ...common,
    kind: "count",
    name: "turns",
    on: "message_sent",
    unless: new Map([["muted", [true]]]),
  },
  {
    ...common,
    kind: "label",
    name: "models",
    on: "message_sent",
    label: "model",
    fold: "trim-lower",
    buckets: ["alpha", "beta"],
    other: "other",
  },
  {
    ...common,
    kind: "ratio",
    name: "hits",
    on: "turn_done",
    ratio: ["hits", "misses"],
    edges: [
      { bucket: "low", from: 0 },
      { bucket: "half", from: 50 },
      { bucket: "all", from: 100 },
    ],
  },
  {
    ...common,
    kind: "classify",
    name: "failures",
    on: "turn_done",
    when: [new Map([["outcome", ["fail*"]]])],
    classify: "note",
    without: ["url"],
    status: "labelled",
    codes: [{ bucket: "http_5xx", from: 500, to: 599 }],
    words: [{ bucket: "timeout", any: ["timeout", "=eof"] }],
    other: "other",
  },
];

/** A catalogue with a type of each form, and a counter of each kind. */
export const ordinary: ReplayRules = {
  ...appRules,
  catalogue: {
    ...appRules.catalogue,
    common: fields({ version: kind("semver"), platform: literals("linux", "win32") }),
    events: new Map([
      [
        "message_sent",
        fields({
          model: literals("alpha", "beta", 3, true),
          length_b2: kind("power-of-two"),
          muted: kind("boolean"),
          id: kind("uuid"),
          frontend: object({
            agent: kind("user-agent"),
            inner: object({ size: kind("count", true) }),
          }),
        }),
      ],
      [
        "turn_done",
        fields({
          hits: kind("count"),
          misses: kind("integer"),
          percent: kind("step-5"),
          outcome: { form: "pattern", pattern: "(?:ok|fail-[a-z]{1,8})", nullable: true },
          mixed: { form: "any", kinds: ["hex10", "count"], literals: ["none"], nullable: false },
          note: kind("text"),
        }),
      ],
    ]),
  },
  metrics: { ...appRules.metrics, consent: undefined, signals },
};

/** The same, where people must agree first. */
export const consented: ReplayRules = {
  ...ordinary,
  metrics: { ...ordinary.metrics, consent: { on: "agreed", granted: "granted" } },
};

const texts = fc.constantFrom(
  ..."alpha|beta|ok|fail-net|linux|win32|none|v1.2.3|1.2.3-beta.1|0a1b2c3d4e|gone|é ü|".split("|"),
  "jane.doe@example.com",
  "/Users/jane/project/x.ts",
  "Status 503: timeout at https://example.com/x?y",
  "two words and some more of them in a row",
  "13c64002-d6a1-4a6e-8b5c-0123456789ab",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
  "phc_aaaabbbbccccddddeeeeffff1234",
  'line\nbreak "quoted" \\ back\'slash',
);
const numbers = fc.oneof(
  fc.constantFrom(
    0,
    1,
    2,
    3,
    5,
    20,
    64,
    1024,
    100,
    101,
    -1,
    0.5,
    1.25,
    1e-7,
    1e21,
    2 ** 53,
    123456789012345,
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(
      fc.constantFrom("agent", "inner", "size", "email", "x"),
      fc.oneof(scalar, fc.dictionary(fc.constantFrom("size", "y"), scalar, { maxKeys: 2 })),
      { maxKeys: 3 },
    ),
  },
);
const properties = fc.dictionary(
  fc.constantFrom(
    ..."version platform model length_b2 muted id frontend hits misses percent outcome mixed note".split(
      " ",
    ),
    ..."$lib $feature/theme $feature/gone $feature/lost prompt user_email extra granted distinct_id".split(
      " ",
    ),
  ),
  value,
  { maxKeys: 9 },
);
const event = fc.record(
  {
    event: fc.constantFrom(
      "message_sent",
      "message_sent",
      "turn_done",
      "turn_done",
      "gone",
      "agreed",
      "jane@example.com",
    ),
    distinct_id: fc.oneof(
      { weight: 9, arbitrary: fc.nat(300).map((who) => `person-${who}`) },
      scalar,
    ),
    properties,
    timestamp: fc.oneof(
      fc.nat(40).map((day) => new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString()),
      fc.constantFrom("2026-01-31T23:30:00-02:00", "yesterday", "2026-02-30T00:00:00Z"),
    ),
    api_key: fc.constant("phc_x"),
    $set: fc.dictionary(fc.constantFrom("name", "plan"), scalar, { maxKeys: 2 }),
  },
  { requiredKeys: ["event", "properties", "distinct_id"] },
);
const line = fc.oneof(
  { weight: 6, arbitrary: event.map((body) => JSON.stringify(body)) },
  {
    weight: 2,
    arbitrary: fc
      .array(event, { maxLength: 4 })
      .map((batch) => JSON.stringify({ api_key: "phc_x", batch, sent_at: "2026-01-01T00:00:00Z" })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "  ",
      "{",
      "[]",
      '{"event":3}',
      '{"batch":[1,{}],"api_key":"x"}',
      '{"created_at":"x","batch":[{"event":"gone","options":{}}]}',
    ),
  },
);

/** Logs as applications write them, with what may be wrong in them here and there. */
export const ordinaryLogs: fc.Arbitrary<string> = fc
  .array(line, { minLength: 1, maxLength: 60 })
  .map((lines) => lines.map((each) => `${each}\n`).join(""));
