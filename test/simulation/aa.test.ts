import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Person } from "../../src/evaluation/person.ts";
import { aaRuns, type Alarms, alarmsOf } from "../../src/simulation/aa.ts";
import { differenceOfMeans } from "../../src/simulation/analysis-of-variance.ts";
import { generatedPeople, traitOf } from "../../src/simulation/population.ts";
import { everyone, HALVES, only } from "../experiment/filters.ts";

const RUNS = 120;

function alarms(
  definition = everyone(60, { multivariate: HALVES }),
  isThere: (person: Person, number: number) => boolean = () => true,
): Alarms {
  const run = aaRuns(definition, only(definition));
  return alarmsOf(
    Array.from({ length: RUNS }, (_, number) => {
      const people = generatedPeople({ count: 500, seed: `${number}`, like: {}, groupTypes: [] });
      return run([...people].filter((person) => isThere(person, number)));
    }),
  );
}

describe("A/A runs", () => {
  test("of a sound flag alarm as often as chance does", () => {
    const { split, trait, uniformity } = alarms();
    for (const rate of [split, trait]) {
      expect(rate.runs).toBe(RUNS);
      expect(rate.share).toBe(rate.below / RUNS);
      expect(rate.p).toBeGreaterThan(0.001);
    }
    expect(uniformity.freedom).toBe(9);
    expect(uniformity.p).toBeGreaterThan(0.001);
  });

  test("find people that are missing from one variant, by their shares", () => {
    const definition = everyone(100, { multivariate: HALVES });
    const flags = compileFlags(only(definition));
    let index = 0;
    const { split, trait } = alarms(definition, (person) => {
      index += 1;
      return flags.evaluate("checkout", person).value === "a" || index % 3 > 0;
    });
    expect(split.p).toBeLessThan(1e-6);
    expect(trait.p).toBeGreaterThan(0.001);
  });

  test("find a variant that gets other people, by their trait", () => {
    const definition = everyone(100, { multivariate: HALVES });
    const flags = compileFlags(only(definition));
    const { trait, uniformity } = alarms(
      definition,
      (person) => (flags.evaluate("checkout", person).value === "a") === traitOf(person) > -0.2,
    );
    expect(trait).toMatchObject({ below: RUNS, share: 1 });
    expect(trait.p).toBeLessThan(1e-6);
    expect(uniformity.p).toBeLessThan(1e-6);
  });

  test("of a flag that is the same for everyone say nothing", () => {
    const { split, trait, uniformity } = alarms(everyone(100));
    expect([split, trait]).toEqual([
      { runs: 0, below: 0, share: 0, p: null },
      { runs: 0, below: 0, share: 0, p: null },
    ]);
    expect(uniformity.p).toBeNull();
  });

  test("of one value compare those in with those out", () => {
    expect(alarms(everyone(50)).trait.runs).toBe(RUNS);
  });
});

describe("a difference of means", () => {
  test("is one-way analysis of variance", () => {
    // F = 21 on 2 and 6 degrees of freedom, whose tail is (1 + 21 / 3) ** -3.
    const groups = [
      [1, 2, 3],
      [2, 3, 4],
      [6, 7, 8],
    ].map((numbers) => ({
      people: numbers.length,
      sum: numbers.reduce((sum, number) => sum + number, 0),
      squares: numbers.reduce((sum, number) => sum + number ** 2, 0),
    }));
    expect(differenceOfMeans(groups)).toBeCloseTo(1 / 512, 12);
    expect(differenceOfMeans(groups.slice(0, 1))).toBeNull();
  });
});
