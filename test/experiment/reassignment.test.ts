import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import { type Flag, toFlag } from "../../src/experiment/flag.ts";
import { type Moves, reassignment } from "../../src/experiment/reassignment.ts";
import { flagOf, sharesOf } from "./declared.ts";

type Shares = Readonly<Record<string, number>>;

const split = (shares: Shares, rollout = 100): Flag =>
  toFlag(flagOf("checkout", { rollout, variants: sharesOf(shares) }));

const rolled = (rollout: number): Flag => toFlag(flagOf("checkout", { rollout }));

describe("who switches when the split changes", () => {
  test.each<[Shares, Shares, number]>([
    [{ a: 50, b: 50 }, { a: 60, b: 40 }, 0.1],
    [{ a: 50, b: 50 }, { a: 80, b: 20 }, 0.3],
    [{ a: 50, b: 50 }, { b: 50, a: 50 }, 1],
    [{ a: 50, b: 50 }, { a: 34, b: 33, c: 33 }, 0.49],
    [{ a: 34, b: 33, c: 33 }, { a: 50, b: 50 }, 0.49],
    [{ a: 33, b: 33, c: 34 }, { a: 20, b: 40, c: 40 }, 0.19],
    [{ a: 50, b: 50 }, { c: 50, b: 50 }, 0.5],
  ])("from %j to %j", (before, after, moved) => {
    expect(reassignment(split(before), split(after))).toEqual({
      enter: 0,
      leave: 0,
      switch: moved,
    });
    const half = reassignment(split(before, 50), split(after, 50));
    expect(half).toEqual({ enter: 0, leave: 0, switch: moved / 2 });
  });
});

describe("who enters and leaves", () => {
  test.each<[Flag | undefined, Flag, Moves]>([
    [rolled(25), rolled(60), { enter: 0.35, leave: 0, switch: 0 }],
    [rolled(60), rolled(25), { enter: 0, leave: 0.35, switch: 0 }],
    [undefined, rolled(25), { enter: 0.25, leave: 0, switch: 0 }],
    [undefined, { ...rolled(25), active: false }, { enter: 0, leave: 0, switch: 0 }],
    [{ ...rolled(25), active: false }, rolled(25), { enter: 0.25, leave: 0, switch: 0 }],
    [
      split({ a: 50, b: 50 }, 20),
      split({ a: 60, b: 40 }, 70),
      { enter: 0.5, leave: 0, switch: 0.02 },
    ],
  ])("case %#", (before, after, moves) => {
    expect(reassignment(before, after)).toEqual(moves);
  });

  test("nobody moves in an inactive flag, whatever changes", () => {
    const off = { active: false };
    expect(reassignment({ ...rolled(10), ...off }, { ...split({ a: 50, b: 50 }), ...off })).toEqual(
      {
        enter: 0,
        leave: 0,
        switch: 0,
      },
    );
  });

  test("hashing another identifier draws everyone anew", () => {
    const device: Flag = { ...split({ a: 50, b: 50 }, 40), bucketing_identifier: "device_id" };
    expect(reassignment(split({ a: 50, b: 50 }, 40), device)).toEqual({
      enter: 0.24,
      leave: 0.24,
      switch: 0.08,
    });
  });
});

describe("nothing is guessed", () => {
  const pro = { key: "plan", value: "pro" };
  const group = { match: [], rollout: 50, variant: undefined, description: undefined };
  const conditional = { ...group, match: [pro] };

  test.each([
    ["a condition", flagOf("checkout", { groups: [conditional] })],
    ["a holdout", flagOf("checkout", { holdout: 3 })],
    ["groups instead of persons", flagOf("checkout", { aggregation: 0 })],
  ])("about %s", (_what, declared) => {
    expect(reassignment(rolled(50), toFlag(declared))).toBeNull();
  });

  test("but a condition that decides nothing, or stays, is no obstacle", () => {
    const unreachable = flagOf("checkout", { groups: [{ ...group, rollout: 100 }, conditional] });
    expect(reassignment(rolled(100), toFlag(unreachable))).toMatchObject({ enter: 0, leave: 0 });
    const same = toFlag(flagOf("checkout", { groups: [conditional] }));
    const renamed = { ...same, name: "Other", tags: ["ui"] };
    expect(reassignment(same, renamed)).toEqual({ enter: 0, leave: 0, switch: 0 });
  });
});

describe("the forecast is what happens", () => {
  const people = Array.from({ length: 4000 }, (_, index) => `person-${index}`);
  const definition = fc
    .tuple(
      fc.constantFrom<Shares>({}, { a: 50, b: 50 }, { b: 20, a: 80 }, { a: 34, b: 33, c: 33 }),
      fc.array(fc.tuple(fc.nat(100), fc.constantFrom(undefined, "a")), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([shares, groups]) =>
      toFlag(
        flagOf("checkout", {
          variants: sharesOf(shares),
          groups: groups.map(([rollout, variant]) => ({
            match: [],
            rollout,
            variant: variant !== undefined && variant in shares ? variant : undefined,
            description: undefined,
          })),
        }),
      ),
    );

  test("for any two unconditional definitions", () => {
    fc.assert(
      fc.property(definition, definition, (before, after) => {
        const forecast = reassignment(before, after);
        const seen = countMoves(before, after);
        expect(forecast?.enter).toBeCloseTo(seen.enter, 1);
        expect(forecast?.leave).toBeCloseTo(seen.leave, 1);
        expect(forecast?.switch).toBeCloseTo(seen.switch, 1);
      }),
      { numRuns: 40 },
    );
  });

  function countMoves(before: Flag, after: Flag): Moves {
    const [old, next] = [compileFlags({ flags: [before] }), compileFlags({ flags: [after] })];
    const moves = { enter: 0, leave: 0, switch: 0 };
    for (const distinctId of people) {
      const was = old.evaluate("checkout", { distinctId }).value;
      const is = next.evaluate("checkout", { distinctId }).value;
      if (was === is) continue;
      moves[was === false ? "enter" : is === false ? "leave" : "switch"] += 1 / people.length;
    }
    return moves;
  }
});
