import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagDefinition } from "../../src/evaluation/flag.ts";
import type { Outcome } from "../../src/evaluation/outcome.ts";
import { forecast, forecasts } from "../../src/experiment/forecast.ts";
import { type Moves, reassignment } from "../../src/experiment/reassignment.ts";
import { everyone, flag, HALVES, moved, only, people, PRO } from "./filters.ts";

/** What both definitions give the same people, counted without any arithmetic. */
function countMoves(before: FlagDefinition, after: FlagDefinition): Moves {
  const [old, next] = [compileFlags(only(before)), compileFlags(only(after))];
  const moves = { enter: 0, leave: 0, switch: 0 };
  for (const person of people) {
    const was = taking(old.evaluate("checkout", person));
    const is = taking(next.evaluate("checkout", person));
    if (was === is) continue;
    moves[was === false ? "enter" : is === false ? "leave" : "switch"] += 1 / people.length;
  }
  return moves;
}

function taking({ reason, value }: Outcome): unknown {
  return reason === "holdout_condition_value" ? false : value;
}

describe("laws", () => {
  const groups = fc.array(
    fc.record({
      rollout_percentage: fc.constantFrom(0, 15, 50, 80, 100, null),
      properties: fc.constantFrom([], [], [], PRO),
      variant: fc.constantFrom(null, null, "a"),
    }),
    { maxLength: 3 },
  );
  const definition = fc
    .record({
      groups,
      multivariate: fc.constantFrom(null, HALVES, {
        variants: [
          { key: "b", rollout_percentage: 20 },
          { key: "a", rollout_percentage: 70 },
        ],
      }),
      early_exit: fc.boolean(),
      holdout: fc.constantFrom(null, { id: 1, exclusion_percentage: 10 }),
    })
    .chain((filters) =>
      fc
        .constantFrom<Partial<FlagDefinition>>({}, {}, { bucketing_identifier: "device_id" })
        .map((more) => flag(filters, more)),
    );
  const change = fc.tuple(definition, definition);
  const few = people.slice(0, 50);
  const movesOf = (before: FlagDefinition, after: FlagDefinition): Moves | null =>
    forecast("checkout", { before: only(before), after: only(after) }, few).moves;

  test("what is exact is what happens", () => {
    fc.assert(
      fc.property(change, ([before, after]) => {
        const exact = reassignment(before, after);
        fc.pre(exact !== null);
        const seen = countMoves(before, after);
        for (const move of ["enter", "leave", "switch"] as const) {
          const share = exact?.[move] ?? 0;
          const error = Math.sqrt((share * (1 - share)) / people.length);
          expect(Math.abs(seen[move] - share)).toBeLessThan(5 * error + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("shares are shares", () => {
    fc.assert(
      fc.property(change, ([before, after]) => {
        const moves = movesOf(before, after) ?? moved({});
        const shares = Object.values(moves);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test("there and back: who enters leaves, who switches switches back", () => {
    fc.assert(
      fc.property(change, ([before, after]) => {
        const [there, back] = [movesOf(before, after), movesOf(after, before)];
        expect(back).toEqual(
          there && { enter: there.leave, leave: there.enter, switch: there.switch },
        );
      }),
    );
  });

  test("raising a rollout only lets people in", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), definition, (one, other, { filters }) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const moves = movesOf(
          everyone(low, { ...filters, groups: [{ rollout_percentage: low }] }),
          everyone(high, { ...filters, groups: [{ rollout_percentage: high }] }),
        );
        const notHeld = filters.holdout ? 0.9 : 1;
        expect(moves?.enter).toBeCloseTo(((high - low) / 100) * notHeld, 9);
        expect(moves).toMatchObject({ leave: 0, switch: 0 });
      }),
    );
  });

  test("nothing changes, nobody moves", () => {
    fc.assert(
      fc.property(definition, (same) => {
        const definitions = only(same);
        expect(forecast("checkout", { before: definitions, after: definitions })).toEqual({
          basis: "exact",
          moves: moved({}),
        });
      }),
    );
  });

  test("the order of other flags says nothing", () => {
    const others = ["x", "y", "z"].map((key) => ({ ...everyone(50), key }));
    fc.assert(
      fc.property(change, ([before, after]) => {
        const told = forecasts(
          ["checkout"],
          { before: only(before, ...others), after: only(...others.toReversed(), after) },
          few,
        );
        expect(told.get("checkout")?.moves).toEqual(movesOf(before, after));
      }),
    );
  });
});
