import * as fc from "fast-check";
import { expect, test } from "vitest";
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

test("variants split near their shares", () => {
  const shares = { a: 10, b: 20, c: 70 };
  const variants = Object.entries(shares).map(([key, share]) => ({
    key,
    rollout_percentage: share,
  }));
  const split = flags({ groups: [{}], multivariate: { variants } });
  const counts = new Map<unknown, number>();
  for (let index = 0; index < 10_000; index += 1) {
    const { value } = split.evaluate("flag", { distinctId: `user-${index}` });
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const [key, share] of Object.entries(shares)) {
    expect(Math.abs((counts.get(key) ?? 0) / 100 - share)).toBeLessThan(2);
  }
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
