import { describe, expect, test } from "vitest";
import type { FlagDefinition } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";
import { type Overlap, overlapCounter } from "../../src/simulation/overlap.ts";
import { pairsCounter } from "../../src/simulation/pairs.ts";
import { generatedPeople } from "../../src/simulation/population.ts";
import { createRegister } from "../../src/simulation/unit.ts";
import { everyone, flag, HALVES, held, only, PRO } from "../experiment/filters.ts";

const people: readonly Person[] = [
  ...generatedPeople({ count: 8000, seed: "1", like: {}, groupTypes: [] }),
].map((person, index) => ({
  ...person,
  personProperties: { plan: index % 2 === 0 ? "pro" : "free" },
}));

const named = (key: string, definition: FlagDefinition): FlagDefinition => ({ ...definition, key });
const split = (key: string): FlagDefinition => named(key, everyone(100, { multivariate: HALVES }));

function together(one: FlagDefinition, other: FlagDefinition, asked = people): Overlap {
  const counter = overlapCounter([one, other], {
    definitions: only(one, other),
    isFirst: createRegister(),
  });
  for (const person of asked) counter.count(person);
  return counter.result();
}

describe("two flags over the same people", () => {
  test("are independent by their keys", () => {
    const seen = together(split("one"), named("other", everyone(40, { multivariate: HALVES })));
    expect(seen.joint.map(({ values }) => values)).toEqual([
      ["a", "a"],
      ["a", "b"],
      ["b", "a"],
      ["b", "b"],
      ["a", false],
      ["b", false],
    ]);
    expect(seen.all.p).toBeGreaterThan(0.001);
    expect(seen.both.p).toBeGreaterThan(0.001);
    expect(seen.inEach[0]).toBe(1);
    expect(seen.inBoth).toBeCloseTo(0.4, 1);
    expect(seen.inBoth).toBe(seen.inEach[1]);
  });

  test("are dependent where both ask for the same people, but not among those in both", () => {
    const pro = flag({ groups: [{ properties: PRO }], multivariate: HALVES });
    const seen = together(named("one", pro), named("other", pro));
    expect(seen.all.p).toBe(0);
    expect(seen.all.cramersV).toBeGreaterThan(0.5);
    expect(seen.both.p).toBeGreaterThan(0.001);
    expect(seen.inBoth).toBe(0.5);
  });

  test("one holdout makes no dependence", () => {
    const filters = { multivariate: HALVES, ...held(1, 30) };
    const seen = together(
      named("one", everyone(100, filters)),
      named("other", everyone(100, filters)),
    );
    expect(seen.joint.at(-1)).toMatchObject({ values: ["holdout-1", "holdout-1"] });
    expect(seen.all.p).toBeGreaterThan(0.001);
    expect(seen.inBoth).toBeCloseTo(0.7, 1);
  });

  test("nothing is said of those who are not known, nor twice of one", () => {
    const pro = flag({ groups: [{ properties: PRO }] });
    const strangers = [{ distinctId: "stranger" }, { distinctId: "stranger" }];
    expect(together(split("one"), pro, strangers)).toMatchObject({
      counted: 0,
      unknown: 1,
      repeated: 1,
      inBoth: 0,
      all: { p: null, cramersV: null },
    });
  });
});

describe("every two experiments", () => {
  test("are compared once, and the one that asks for another is found", () => {
    const onOne = { key: "one", type: "flag" as const, value: "a", dependency_chain: ["one"] };
    const needing = flag({ groups: [{ properties: [onOne] }], multivariate: HALVES });
    const flags = [split("one"), split("two"), named("needing", needing)];
    const counter = pairsCounter(["one", "two", "needing"], only(...flags));
    for (const person of people) counter.count(person);
    const seen = counter.result().map(({ keys, p }) => [keys.join(" "), p !== null && p < 1e-6]);
    expect(seen).toEqual([
      ["one two", false],
      ["one needing", true],
      ["two needing", false],
    ]);
  });
});
