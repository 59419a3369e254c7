import { describe, expect, test } from "vitest";
import type { FlagDefinition } from "../../src/evaluation/flag.ts";
import { forecast } from "../../src/experiment/forecast.ts";
import { type Moves, reassignment } from "../../src/experiment/reassignment.ts";
import { everyone, flag, HALVES, held, moved, only, people, PRO } from "./filters.ts";

describe("what is still arithmetic", () => {
  test.each<[string, FlagDefinition, FlagDefinition, Moves]>([
    ["a holdout", everyone(50), everyone(50, held(1, 10)), moved({ leave: 0.05 })],
    [
      "a larger holdout",
      everyone(100, held(1, 10)),
      everyone(100, held(1, 25)),
      moved({ leave: 0.15 }),
    ],
    [
      "another holdout of the same size: the same people",
      everyone(60, held(1, 10)),
      everyone(60, held(2, 10)),
      moved({}),
    ],
    [
      "a rollout beside a holdout",
      everyone(20, held(1, 10)),
      everyone(70, held(1, 10)),
      moved({ enter: 0.45 }),
    ],
    [
      "an early exit: the first group has the last word",
      flag({ groups: [{ rollout_percentage: 20 }, { rollout_percentage: 60 }] }),
      flag({ groups: [{ rollout_percentage: 20 }, { rollout_percentage: 60 }], early_exit: true }),
      moved({ leave: 0.4 }),
    ],
    [
      "an early exit behind a group of 0 %",
      everyone(30),
      flag({ groups: [{ rollout_percentage: 0 }, { rollout_percentage: 60 }], early_exit: true }),
      moved({ leave: 0.3 }),
    ],
    [
      "a group of 0 %, whatever its conditions",
      everyone(30),
      flag({ groups: [{ properties: PRO, rollout_percentage: 0 }, { rollout_percentage: 40 }] }),
      moved({ enter: 0.1 }),
    ],
    [
      "a condition inside a wider group",
      flag({ groups: [{ properties: PRO, rollout_percentage: 30 }, { rollout_percentage: 50 }] }),
      everyone(80),
      moved({ enter: 0.3 }),
    ],
    [
      "conditions that stay while what decides moves under nobody",
      flag({ groups: [{ properties: PRO, rollout_percentage: 80 }, { rollout_percentage: 100 }] }),
      flag({ groups: [{ properties: PRO, rollout_percentage: 20 }, { rollout_percentage: 100 }] }),
      moved({}),
    ],
    [
      "another identifier",
      everyone(100, { multivariate: HALVES }),
      flag({ groups: [{}], multivariate: HALVES }, { bucketing_identifier: "device_id" }),
      moved({ switch: 0.5 }),
    ],
    [
      "another identifier beside a holdout",
      everyone(100, held(1, 20)),
      flag({ groups: [{}], ...held(1, 20) }, { bucketing_identifier: "device_id" }),
      moved({ enter: 0.16, leave: 0.16 }),
    ],
  ])("%s", (_what, before, after, moves) => {
    expect(reassignment(before, after)).toEqual(moves);
    const seen = forecast("checkout", { before: only(before), after: only(after) }, people);
    expect(seen).toEqual({ basis: "exact", moves });
  });

  test("a holdout whose percentage only the other side knows is that one", () => {
    const declared = flag({ groups: [{ rollout_percentage: 80 }], holdout: { id: 1 } });
    expect(reassignment(everyone(60, held(1, 10)), declared)).toEqual(moved({ enter: 0.18 }));
    expect(reassignment(everyone(60, held(2, 10)), declared)).toBeNull();
  });

  test("a flag that goes lets everyone out", () => {
    expect(reassignment(everyone(40), undefined)).toEqual(moved({ leave: 0.4 }));
  });
});

describe("where conditions matter, people are asked", () => {
  const pro = flag({ groups: [{ properties: PRO, rollout_percentage: 100 }] });
  const change = { before: only(everyone(0)), after: only(pro) };

  test("and the answer says how many, how sure, and that it is a sample", () => {
    const seen = forecast("checkout", change, people);
    expect(seen).toMatchObject({
      basis: "sample",
      moves: moved({ enter: 0.25 }),
      unknown: 0,
      people: 4000,
    });
    const { standardError } = seen.basis === "sample" ? seen : { standardError: moved({}) };
    expect(standardError.enter).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 4000), 4);
    expect(standardError.leave).toBeGreaterThan(0);
  });

  test("those of whom it cannot be told are a share of their own", () => {
    const strangers = people.map(({ distinctId }, index) =>
      index % 2 === 0 ? { distinctId } : { distinctId, personProperties: { plan: "pro" } },
    );
    expect(forecast("checkout", change, strangers)).toMatchObject({
      moves: moved({ enter: 0.5 }),
      unknown: 0.5,
    });
    expect(forecast("checkout", change, [{ distinctId: "stranger" }])).toEqual({
      basis: "unknown",
      moves: null,
      people: 1,
    });
  });

  test.each([
    ["nobody is given", everyone(0), pro],
    [
      "values stick to people",
      everyone(0),
      { ...everyone(50), ensure_experience_continuity: true },
    ],
    ["it is about groups", everyone(0), everyone(50, { aggregation_group_type_index: 0 })],
    ["nobody knows how many are held out", everyone(0), everyone(50, { holdout: { id: 1 } })],
  ])("nothing is claimed where %s", (_why, before, after) => {
    const seen = forecast("checkout", { before: only(before), after: only(after) });
    expect(seen).toEqual({ basis: "unknown", moves: null, people: 0 });
  });

  test("held-out people are out", () => {
    const filters = {
      groups: [{ properties: PRO }],
      holdout: { id: 1, exclusion_percentage: 100 },
    };
    const after = only(flag(filters));
    expect(forecast("checkout", { before: only(pro), after }, people).moves).toEqual(
      moved({ leave: 0.25 }),
    );
  });

  test("a condition on a flag that changes too is not the same condition", () => {
    const onBase = { key: "base", type: "flag" as const, value: true, dependency_chain: ["base"] };
    const needing = flag({ groups: [{ properties: [onBase] }] });
    const before = only({ ...everyone(0), key: "base" }, needing);
    const after = only({ ...everyone(100), key: "base" }, needing);
    expect(forecast("checkout", { before, after: before }).basis).toBe("exact");
    expect(forecast("checkout", { before, after }, people)).toMatchObject({
      basis: "sample",
      moves: moved({ enter: 1 }),
    });
  });
});
