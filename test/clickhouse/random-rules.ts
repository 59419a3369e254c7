import * as fc from "fast-check";
import {
  type Kind,
  KINDS,
  type Literal,
  type Properties,
  type PropertyType,
} from "../../src/event/catalogue.ts";
import type { Signal } from "../../src/metrics/signal.ts";
import type { ReplayRules } from "../../src/replay/replay.ts";
import { names, texts } from "./hostile-logs.ts";
import { ordinary } from "./ordinary-logs.ts";

const kinds: fc.Arbitrary<Kind> = fc.constantFrom(...KINDS);
const literals: fc.Arbitrary<Literal> = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(0, 1, 1.5, 1e21, 1e-7, 1e20, -5, 0.00001, 100, 2 ** 53),
  fc.boolean(),
);
const patterns = fc.constantFrom(
  ...String.raw`a.c¦[a-z]{0,5}¦[^a]¦[^a-zé]+¦(?:ok|fail-[a-z]{1,8})¦\d+¦\w+¦\s*¦a|¦a$|x¦[\d]{1,3}¦\p{L}+`.split(
    "¦",
  ),
  ...String.raw`[:a]+¦[[:alpha:][a]¦[]|a¦[^]¦(a|b){2}¦\.¦it's¦\\¦[a\-c]+¦x{1,1001}¦(?:x{100}){20}¦[ -~]*¦[K-k]¦.*¦[😀]`.split(
    "¦",
  ),
);

const typeOf = (depth: number): fc.Arbitrary<PropertyType> =>
  fc.oneof(
    fc.record({ form: fc.constant("kind"), kind: kinds, nullable: fc.boolean() }),
    fc.record({ form: fc.constant("pattern"), pattern: patterns, nullable: fc.boolean() }),
    fc.record({
      form: fc.constant("literals"),
      literals: fc.array(literals, { minLength: 1, maxLength: 4 }),
      nullable: fc.boolean(),
    }),
    fc.record({
      form: fc.constant("any"),
      kinds: fc.array(kinds, { maxLength: 2 }),
      literals: fc.array(literals, { maxLength: 2 }),
      nullable: fc.boolean(),
    }),
    ...(depth === 0
      ? []
      : [
          fc.record({
            form: fc.constant("object"),
            properties: propertiesOf(depth - 1),
            nullable: fc.boolean(),
          }),
        ]),
  );

function propertiesOf(depth: number): fc.Arbitrary<Properties> {
  return fc.array(fc.tuple(names, typeOf(depth)), { maxLength: 5 }).map((all) => new Map(all));
}

const paths = fc.oneof(
  names.filter((name) => name !== ""),
  fc.constantFrom("o", "o.a", "o.a.b", "a.b", "a.b.c.d", "properties.a", "$feature/pricing.x"),
);
const said = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(true, false, 0, 1.5, 100, "a*", "*"),
);
const row = fc
  .array(fc.tuple(paths, fc.array(said, { minLength: 1, maxLength: 3 })), { maxLength: 2 })
  .map((all) => new Map(all));
const own = {
  name: fc.nat(1_000).map((at) => `signal_${at}`),
  on: fc.constantFrom("e1", "e1", "e2", "gone", "?"),
  when: fc.array(row, { maxLength: 2 }),
  unless: row,
};
const signal: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({ ...own, kind: fc.constant("count") }),
  fc.record({
    ...own,
    kind: fc.constant("label"),
    label: paths,
    fold: fc.constantFrom("none", "trim-lower"),
    buckets: fc.uniqueArray(fc.constantFrom("a", "abc", "1", "true", "αλφα", "é ü", "k")),
    other: fc.constant("other"),
  }),
  fc.record({
    ...own,
    kind: fc.constant("ratio"),
    ratio: fc.tuple(paths, paths),
    edges: fc.constant([
      { bucket: "low", from: 0 },
      { bucket: "half", from: 50 },
    ]),
  }),
  fc.record({
    ...own,
    kind: fc.constant("classify"),
    classify: paths,
    without: fc.constant(["url"] as const),
    status: fc.constantFrom("labelled", "plain"),
    codes: fc.constant([{ bucket: "http", from: 400, to: 599 }]),
    words: fc.constant([{ bucket: "timeout", any: ["timeout", "=a"] }]),
    other: fc.constant("other"),
  }),
);

const agreed: Properties = new Map([
  ["granted", { form: "kind", kind: "boolean", nullable: false }],
]);
const flags = fc.constantFrom<ReadonlyMap<string, readonly string[]>>(
  new Map([
    ["pricing", ["control", "test"]],
    ["", ["true", "null", "it's", "\\"]],
    ["7", []],
  ]),
  new Map([["a.b", ["abc"]]]),
  new Map(),
);

/** Configs of any kind: what is declared, counted and asked for. */
export const randomRules: fc.Arbitrary<ReplayRules> = fc
  .record({
    events: fc.tuple(propertiesOf(2), propertiesOf(2), fc.constantFrom("e3", "e3", "", "?")),
    common: propertiesOf(1),
    closed: fc.boolean(),
    name: fc.constantFrom("event", "event", "event", "event", "a", "e.v"),
    flags,
    signals: fc.uniqueArray(signal, { maxLength: 4, selector: ({ name }) => name }),
    consent: fc.constantFrom(undefined, { on: "agreed", granted: "granted" }),
    period: fc.constantFrom("day", "week", "month"),
    minCount: fc.constantFrom(1, 2, 50),
  })
  .map(({ events: [first, second, third], minCount, signals, consent, period, ...catalogue }) => ({
    ...ordinary,
    privacy: { ...ordinary.privacy, minCount },
    catalogue: {
      ...ordinary.catalogue,
      ...catalogue,
      events: new Map([
        ["e1", first],
        ["e2", second],
        [third, first],
        ["agreed", agreed],
      ]),
    },
    metrics: { ...ordinary.metrics, signals, consent, period },
  }));
