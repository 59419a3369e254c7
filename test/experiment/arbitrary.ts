import * as fc from "fast-check";
import type {
  Declaration,
  ExperimentDeclaration,
  FlagDeclaration,
  GroupDeclaration,
  MetricDeclaration,
} from "../../src/experiment/declaration.ts";
import type { FlagProperty } from "../../src/evaluation/flag.ts";
import { experimentOf, flagOf } from "./declared.ts";

const word = fc.stringMatching(/^[a-z]{1,6}$/);

/** Conditions that PostHog accepts, in several spellings. */
const condition: fc.Arbitrary<FlagProperty> = fc.oneof(
  fc.record({ key: word, operator: fc.constantFrom("exact", "is_not"), value: word }),
  fc.record({ key: word, value: fc.array(word, { minLength: 1, maxLength: 4 }) }),
  fc.record({ key: word, operator: fc.constantFrom("gt", "lte"), value: fc.nat(100) }),
  fc.record({ key: word, operator: fc.constantFrom("is_set", "is_not_set") }),
  fc.record({ key: word, operator: fc.constant("icontains"), value: word }),
);

const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0.5, 33.3, 99.99));

/** One to four variants whose shares sum to 100. */
const variants: fc.Arbitrary<FlagDeclaration["variants"]> = fc
  .uniqueArray(word, { minLength: 2, maxLength: 4 })
  .chain((keys) =>
    fc.tuple(
      fc.constant(keys),
      fc.array(fc.integer({ min: 0, max: 100 }), {
        minLength: keys.length - 1,
        maxLength: keys.length - 1,
      }),
      fc.array(fc.option(word, { nil: undefined }), {
        minLength: keys.length,
        maxLength: keys.length,
      }),
    ),
  )
  .map(([keys, cuts, names]) => {
    const ends = [...cuts.toSorted((left, right) => left - right), 100];
    return keys.map((key, index) => ({
      key,
      name: names[index],
      share: (ends[index] ?? 100) - (ends[index - 1] ?? 0),
    }));
  });

const targeting = (
  shares: fc.Arbitrary<FlagDeclaration["variants"]>,
): fc.Arbitrary<Omit<FlagDeclaration, "kind" | "key" | "name">> =>
  shares.chain((list) => {
    const values = list.length === 0 ? ["true"] : list.map(({ key }) => key);
    const group: fc.Arbitrary<GroupDeclaration> = fc.record({
      match: fc.array(condition, { maxLength: 2 }),
      rollout: percent,
      variant:
        list.length === 0
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...values), { nil: undefined }),
      description: fc.option(word, { nil: undefined }),
    });
    return fc.record({
      groups: fc.array(group, { minLength: 1, maxLength: 3 }),
      variants: fc.constant(list),
      payloads: fc
        .dictionary(fc.constantFrom(...values), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 })
        .map((payloads) => new Map(Object.entries(payloads))),
      holdout: fc.constant(undefined),
      bucketing: fc.constantFrom(undefined, "distinct_id", "device_id"),
      aggregation: fc.constant(undefined),
      tags: fc.array(word, { maxLength: 3 }),
    });
  });

const metric: fc.Arbitrary<MetricDeclaration> = fc.oneof(
  ...(["mean", "funnel", "ratio", "retention"] as const).map((type) =>
    fc.record({
      name: word,
      role: fc.constantFrom("primary", "secondary", "guardrail"),
      type: fc.constant(type),
      goal: fc.constantFrom("increase", "decrease"),
      events: fc.array(word, {
        minLength: type === "mean" ? 1 : 2,
        maxLength: type === "mean" ? 1 : 2,
      }),
    }),
  ),
);

export const flag: fc.Arbitrary<FlagDeclaration> = fc
  .tuple(word, word, targeting(fc.oneof(fc.constant([]), variants)))
  .map(([key, name, said]) => flagOf(`flag-${key}`, { name, ...said }));

export const experiment: fc.Arbitrary<ExperimentDeclaration> = fc
  .tuple(
    word,
    fc.record({
      name: word,
      hypothesis: fc.oneof(fc.constant(""), word),
      remote: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
      metrics: fc.uniqueArray(metric, { selector: ({ name }) => name, maxLength: 3 }),
    }),
    targeting(variants),
  )
  .map(([key, said, shares]) => experimentOf(`exp-${key}`, { ...shares, ...said }));

/** A config's worth of declarations, each key once. */
export const declarations: fc.Arbitrary<readonly Declaration[]> = fc.uniqueArray(
  fc.oneof(flag, experiment),
  { selector: ({ key }) => key, maxLength: 4 },
);

/** The same keys, declared anew. */
export function redeclared(held: readonly Declaration[]): fc.Arbitrary<readonly Declaration[]> {
  return fc
    .tuple(...held.map(({ kind }) => (kind === "flag" ? flag : experiment)))
    .map((next) =>
      next.map((declaration, index) => ({ ...declaration, key: held[index]?.key ?? "" })),
    );
}
