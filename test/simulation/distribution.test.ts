import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Definitions, FlagDefinition } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";
import { type Distribution, distributionOf } from "../../src/simulation/distribution.ts";
import { generatedPeople } from "../../src/simulation/population.ts";
import { ALL_DIFFERENT, createRegister } from "../../src/simulation/unit.ts";
import { everyone, flag, HALVES, held, only, PRO } from "../experiment/filters.ts";

const people: readonly Person[] = [
  ...generatedPeople({ count: 5000, seed: "1", like: {}, groupTypes: ["company"] }),
];

function counted(
  definition: FlagDefinition,
  asked: readonly Person[] = people,
  more: Partial<Definitions> = {},
): Distribution {
  const counter = distributionOf(definition, { ...only(definition), ...more })(createRegister());
  for (const person of asked) counter.count(person);
  return counter.result();
}

const expected = ({ values }: Distribution): Record<string, number | null> =>
  Object.fromEntries(values.map((each) => [String(each.value), each.expected]));

const withPlan = (plan: (index: number) => string | undefined): Person[] =>
  people.map((person, index) => {
    const named = plan(index);
    return named === undefined ? person : { ...person, personProperties: { plan: named } };
  });

describe("the shares of a flag", () => {
  test("are those of its definition, in its order", () => {
    const seen = counted(everyone(80, { multivariate: HALVES, ...held(7, 10) }));
    expect(seen.values.map(({ value }) => value)).toEqual(["a", "b", false, "holdout-7"]);
    expect(seen).toMatchObject({ counted: 5000, unknown: 0, basis: "everyone", freedom: 3 });
    const shares = expected(seen);
    for (const [value, share] of [
      ["a", 0.36],
      ["b", 0.36],
      ["false", 0.18],
      ["holdout-7", 0.1],
    ] as const)
      expect(shares[value]).toBeCloseTo(share, 9);
    expect(seen.p).toBeGreaterThan(0.001);
    expect(seen.deviation).toBeLessThan(0.03);
  });

  test("are uneven where people were picked", () => {
    const definition = everyone(100, { multivariate: HALVES });
    const counter = distributionOf(definition, only(definition))(ALL_DIFFERENT);
    const picked = people.filter(
      (person, index) => counter.count(person).value === "a" || index % 10 > 0,
    );
    expect(counted(definition, picked)).toMatchObject({ freedom: 1, unjudged: undefined });
    expect(counted(definition, picked).p).toBeLessThan(0.01);
    const onlyOne = people.filter((person) => counter.count(person).value === "a");
    expect(counted(definition, onlyOne).p).toBeLessThan(1e-100);
  });

  test("that are certain are even", () => {
    expect(counted(everyone(100))).toMatchObject({ p: 1, freedom: 0, unjudged: undefined });
    expect(counted({ ...everyone(50), active: false })).toMatchObject({ p: 1, deviation: 0 });
  });
});

describe("where conditions matter", () => {
  const definition = flag({
    groups: [{ properties: PRO, rollout_percentage: 80 }, { rollout_percentage: 10 }],
  });

  test("each set of people is compared with its own shares", () => {
    const seen = counted(
      definition,
      withPlan((index) => (index % 5 === 0 ? "pro" : "free")),
    );
    expect(seen).toMatchObject({ basis: "matched", freedom: 2, unknown: 0 });
    expect(expected(seen)["true"]).toBeCloseTo(0.2 * 0.8 + 0.8 * 0.1, 9);
    expect(seen.p).toBeGreaterThan(0.001);
  });

  test("people of whom it is not known are left out, whatever their value", () => {
    const seen = counted(
      definition,
      withPlan((index) => (index % 2 === 0 ? "pro" : undefined)),
    );
    expect(seen).toMatchObject({ counted: 2500, unknown: 2500, freedom: 1 });
    expect(seen.p).toBeGreaterThan(0.001);
  });

  test("also where only a group of 0 % asks", () => {
    const asking = flag({
      groups: [{ properties: PRO, rollout_percentage: 0 }, { rollout_percentage: 50 }],
    });
    expect(counted(asking)).toMatchObject({ counted: 0, unjudged: "nobody-known" });
    expect(
      counted(
        asking,
        withPlan(() => "free"),
      ).p,
    ).toBeGreaterThan(0.001);
  });

  test("a flag may ask for another one", () => {
    const base: FlagDefinition = { ...everyone(30), key: "base" };
    const onBase = { key: "base", type: "flag" as const, value: true, dependency_chain: ["base"] };
    const needing = flag({ groups: [{ properties: [onBase], rollout_percentage: 50 }] });
    const seen = counted(needing, people, only(base, needing));
    expect(seen).toMatchObject({ unknown: 0, freedom: 1 });
    expect(expected(seen)["true"]).toBeCloseTo(0.15, 1);
    expect(seen.p).toBeGreaterThan(0.001);
  });
});

describe("each unit counts once", () => {
  test("a person who comes twice", () => {
    expect(counted(everyone(50), [...people, ...people])).toMatchObject({
      counted: 5000,
      repeated: 5000,
    });
  });

  test("a group that many people are in", () => {
    const grouped = people.map((person, index) => ({
      ...person,
      groups: { company: `company-${index % 1000}` },
    }));
    const definition = everyone(50, { aggregation_group_type_index: 0 });
    const mapping = { group_type_mapping: { "0": "company" } };
    const seen = counted(definition, grouped, mapping);
    expect(seen).toMatchObject({ counted: 1000, repeated: 4000 });
    expect(seen.p).toBeGreaterThan(0.001);
    expect(counted(definition, people, mapping)).toMatchObject({ counted: 5000, repeated: 0 });
  });

  test("a device", () => {
    const device = { ...everyone(50), bucketing_identifier: "device_id" as const };
    const shared = people.map((person) => ({ ...person, personProperties: { $device_id: "one" } }));
    expect(counted(device, shared)).toMatchObject({ counted: 1, repeated: 4999 });
    const without = people.map(({ distinctId }) => ({ distinctId }));
    expect(counted(device, without)).toMatchObject({ counted: 0, unknown: 5000 });
  });
});

describe("what cannot be judged is said", () => {
  const mixed = flag({ groups: [{ aggregation_group_type_index: 0, rollout_percentage: 50 }] });

  test.each<[string, FlagDefinition, readonly Person[], Distribution["unjudged"]]>([
    [
      "sticky values",
      { ...everyone(50), ensure_experience_continuity: true },
      people,
      "nobody-known",
    ],
    ["groups beside persons", mixed, people, "no-expectation"],
    ["few people", everyone(1), people.slice(0, 50), "too-few"],
    ["nobody", everyone(50), [], "nobody-known"],
    // A definition is foreign data: this one is not well-formed.
    ["what cannot be read", flag(JSON.parse('{"groups": 5}')), people, "nobody-known"],
  ])("%s", (_what, definition, asked, unjudged) => {
    const seen = counted(definition, asked, { group_type_mapping: { "0": "company" } });
    expect(seen).toMatchObject({ p: null, unjudged });
  });
});

test("what the evaluator gives is what the definition says, whatever it is", () => {
  const definition = fc
    .record({
      groups: fc.array(
        fc.record({
          rollout_percentage: fc.constantFrom(0, 5, 33.3, 80, 100),
          properties: fc.constantFrom([], PRO),
          variant: fc.constantFrom(null, "a"),
        }),
        { maxLength: 3 },
      ),
      multivariate: fc.constantFrom(null, HALVES),
      early_exit: fc.boolean(),
      holdout: fc.constantFrom(null, { id: 1, exclusion_percentage: 20 }, { id: 2 }),
    })
    .map((filters) => flag(filters));
  const asked = withPlan((index) => (index % 3 === 0 ? "pro" : "free"));
  fc.assert(
    fc.property(definition, (drawn) => {
      const seen = counted(drawn, asked);
      expect(seen.unjudged).toBeUndefined();
      expect(seen.p).toBeGreaterThan(1e-9);
    }),
    { numRuns: 40 },
  );
});
