import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  option,
  record,
  string,
} from "fast-check";
import { expect, test } from "vitest";
import type { Catalogue, PropertyType } from "../../../src/event/catalogue.ts";
import type { Signal } from "../../../src/metrics/signal.ts";
import { fields, kind, literals, object } from "../catalogues.ts";
import { found, proofOf } from "./trial.ts";

const type = oneof(
  constantFrom(
    "boolean",
    "integer",
    "count",
    "power-of-two",
    "step-5",
    "semver",
    "uuid",
    "text",
  ).map((name) => kind(name)),
  constant(literals("stop", "length", 5, true)),
  constantFrom("[a-z]{1,20}", "[A-Z-]+[0-9]?", "\\d{4}-.*").map((pattern): PropertyType => ({
    form: "pattern",
    pattern,
    nullable: false,
  })),
);
const property = oneof(type, dictionary(constantFrom("a", "b"), type).map(object));

const when = oneof(
  constant([]),
  constant([new Map([["b", ["empty final*", 7, true]]])]),
  constant([new Map([["a.b", ["stop"]]]), new Map([["c", [5]]])]),
);
const path = constantFrom("a", "b", "c", "a.b", "a.b.c");
const common = {
  name: constantFrom("one", "two"),
  on: constantFrom("x", "y"),
  when,
  unless: constant(new Map()),
};
const signal = oneof(
  record({ kind: constant("count" as const), ...common }),
  record({
    kind: constant("label" as const),
    ...common,
    label: path,
    fold: constantFrom("none", "trim-lower"),
    buckets: constant(["stop", "length", "7"]),
    other: constant("other"),
  }),
  record({
    kind: constant("ratio" as const),
    ...common,
    ratio: constantFrom<[string, string]>(["a", "b"], ["a.b", "c"]),
    edges: constant([
      { bucket: "low", from: 0 },
      { bucket: "high", from: 50 },
    ]),
  }),
  record({
    kind: constant("classify" as const),
    ...common,
    classify: path,
    without: constantFrom<"url"[]>([], ["url"]),
    status: constantFrom("labelled", "plain", undefined),
    codes: constant([{ bucket: "http_429", from: 429, to: 429 }]),
    words: constant([
      { bucket: "timeout", any: ["timeout", "=eof"] },
      { bucket: "letter", any: ["w", "x7"] },
    ]),
    other: constant("other"),
  }),
);

const { value } = letrec((tie) => ({
  value: oneof(
    { maxDepth: 3 },
    constantFrom(
      "stop",
      " LENGTH ",
      "empty final answer",
      "status 429",
      "eof",
      "w",
      "2026-06-12T09:15:00Z",
      "1.2.3",
    ),
    string(),
    integer({ min: -5, max: 200 }),
    constantFrom(1_781_255_700, 0.5, 64),
    boolean(),
    constant(null),
    array(tie("value"), { maxLength: 3 }),
    dictionary(constantFrom("a", "b", "c", "ts"), tie("value")),
  ),
}));
const event = record({
  name: constantFrom("x", "y", "consent", "unknown"),
  properties: dictionary(constantFrom("a", "b", "c", "ts", "d"), value),
  granted: boolean(),
});

const catalogue = record({
  form: constantFrom("stream", "capture"),
  name: constant("event"),
  closed: boolean(),
  common: constant(fields({})),
  events: record({ x: dictionary(constantFrom("a", "b", "c"), property), y: constant({}) }).map(
    ({ x, y }) =>
      new Map([
        ["x", fields(x)],
        ["y", fields(y)],
      ]),
  ),
  flags: constant(new Map<string, string[]>()),
});

test("whatever a config declares and a log holds, the real aggregator is proven clean", async () => {
  await assert(
    asyncProperty(
      catalogue,
      array(signal, { minLength: 1, maxLength: 3 }),
      array(event, { minLength: 1, maxLength: 6 }),
      option(constant({ on: "consent", granted: "granted" }), { nil: undefined }),
      async (declared: Catalogue, drawn: Signal[], events, consent) => {
        const signals = drawn.map((each, at) => ({ ...each, name: `s${at}` }));
        const told = events.map(({ name, properties, granted }) =>
          declared.form === "stream"
            ? { ...properties, granted, event: name }
            : { event: name, properties: { ...properties, granted } },
        );
        const metrics = { signals, consent, period: "week", schema: 1, dimensions: [] } as const;
        const proof = await proofOf(told, { catalogue: declared, metrics, today: "2026-06-12" });
        expect(found(proof)).toEqual([]);
        expect(proof.certificate.pairs.tried).toBeGreaterThan(4);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test("an undeclared event that tells consent is no matter of order, whatever shares its shape", async () => {
  const declared: Catalogue = {
    form: "stream",
    name: "event",
    closed: false,
    common: fields({}),
    events: new Map([["x", fields({})]]),
    flags: new Map(),
  };
  const signals: Signal[] = [
    { kind: "count", name: "turns", on: "x", when: [], unless: new Map() },
  ];
  const consent = { on: "consent", granted: "granted" };
  const metrics = { signals, consent, period: "week", schema: 1, dimensions: [] } as const;
  const told = ["unknown", "consent", "x"].map((name) => ({ event: name, granted: false }));
  const proof = await proofOf(told, { catalogue: declared, metrics, today: "2026-06-12" });
  expect(found(proof)).toEqual([]);
});
