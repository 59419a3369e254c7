import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions, FlagFilters } from "../../src/evaluation/flag.ts";
import { definitions, people } from "./definitions.ts";

function flags(filters: FlagFilters): ReturnType<typeof compileFlags> {
  return compileFlags({ flags: [{ key: "flag", active: true, filters }] });
}

const name = fc.string({ unit: "binary" });
const percent = fc.double({ min: 0, max: 100, noNaN: true });

test("raising a rollout drops nobody", () => {
  fc.assert(
    fc.property(name, percent, percent, (distinctId, one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      const at = (share: number): unknown =>
        flags({ groups: [{ rollout_percentage: share }] }).evaluate("flag", { distinctId }).value;
      expect([at(low), at(high)]).not.toEqual([true, false]);
    }),
  );
});

test("raising a rollout moves nobody to another variant", () => {
  const variants = ["a", "b", "c"].map((key) => ({ key, rollout_percentage: 100 / 3 }));
  fc.assert(
    fc.property(name, percent, (distinctId, share) => {
      const at = (rollout_percentage: number): unknown =>
        flags({ groups: [{ rollout_percentage }], multivariate: { variants } }).evaluate("flag", {
          distinctId,
        }).value;
      expect([false, at(100)]).toContain(at(share));
    }),
  );
});

describe("shares are met within sampling error over 200,000 ids", () => {
  const PEOPLE = 200_000;
  // Five standard errors: chance alone fails this once in millions of runs, and the ids are fixed.
  const bound = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / PEOPLE);

  function shares(filters: FlagFilters): Map<unknown, number> {
    const split = flags(filters);
    const counts = new Map<unknown, number>();
    for (let index = 0; index < PEOPLE; index += 1) {
      const { value } = split.evaluate("flag", { distinctId: `user-${index}` });
      counts.set(value, (counts.get(value) ?? 0) + 1 / PEOPLE);
    }
    return counts;
  }

  test.each([
    ["halves", { control: 50, test: 50 }],
    ["thirds", { a: 33.33, b: 33.33, c: 33.34 }],
    ["very uneven", { a: 0.5, b: 19.5, c: 80 }],
  ])("of variants: %s", (_, declared) => {
    const variants = Object.entries<number>(declared).map(([key, share]) => ({
      key,
      rollout_percentage: share,
    }));
    const found = shares({ groups: [{}], multivariate: { variants } });
    for (const { key, rollout_percentage } of variants) {
      const share = rollout_percentage / 100;
      expect(Math.abs((found.get(key) ?? 0) - share)).toBeLessThan(bound(share));
    }
  });

  test.each([0.1, 25, 99])("of a rollout: %d %%", (percentage) => {
    const share = percentage / 100;
    const found = shares({ groups: [{ rollout_percentage: percentage }] }).get(true) ?? 0;
    expect(Math.abs(found - share)).toBeLessThan(bound(share));
  });
});

test("the order of the flags changes nothing", () => {
  fc.assert(
    fc.property(definitions, people, (given, person) => {
      const turned: Definitions = { ...given, flags: given.flags.toReversed() };
      expect(compileFlags(turned).evaluateAll(person)).toEqual(
        compileFlags(given).evaluateAll(person),
      );
    }),
  );
});

test("all flags at once are what each one is alone", () => {
  fc.assert(
    fc.property(definitions, people, (given, person) => {
      const compiled = compileFlags(given);
      const all = compiled.evaluateAll(person);
      for (const key of compiled.keys) expect(compiled.evaluate(key, person)).toEqual(all[key]);
    }),
  );
});

test("an outcome has a cause exactly when it is inconclusive, and a group when one decided", () => {
  fc.assert(
    fc.property(definitions, people, (given, person) => {
      for (const outcome of Object.values(compileFlags(given).evaluateAll(person))) {
        expect(outcome.cause !== undefined).toBe(outcome.reason === "inconclusive");
        expect(outcome.value === null).toBe(outcome.reason === "inconclusive");
        expect(outcome.group !== null).toBe(
          ["condition_match", "out_of_rollout_bound"].includes(outcome.reason),
        );
      }
    }),
  );
});
