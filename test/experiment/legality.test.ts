import { describe, expect, test } from "vitest";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { toFlag } from "../../src/experiment/flag.ts";
import { requireLegal } from "../../src/experiment/legality.ts";
import type { Stage } from "../../src/experiment/lifecycle.ts";
import type { Plan } from "../../src/experiment/plan.ts";
import { experimentOf, flagOf, flagOn, sharesOf } from "./declared.ts";
import { planOver } from "./world.ts";

const launched = (declared: Declaration, stage: Stage): Plan =>
  planOver([declared], {
    flags: [toFlag(experimentOf("checkout"))],
    stages: { checkout: stage },
  });

describe("what may not change once launched", () => {
  const renamed = experimentOf("checkout", { variants: sharesOf({ control: 50, other: 50 }) });

  test.each(["running", "paused"] as const)("are the variants while %s", (stage) => {
    const { refusals } = launched(renamed, stage);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.hint).toContain("control, test");
    expect(() => {
      requireLegal(refusals);
    }).toThrow(
      expect.objectContaining({
        kind: "refused",
        message: 'Cannot change the variants of experiment "checkout": it has been launched',
      }),
    );
  });

  test("is the holdout", () => {
    expect(launched(experimentOf("checkout", { holdout: 4 }), "running").refusals).toHaveLength(1);
  });

  test.each([
    ["the variants of a draft", renamed, "draft"],
    [
      "shares",
      experimentOf("checkout", { variants: sharesOf({ control: 10, test: 90 }) }),
      "running",
    ],
    ["the rollout", experimentOf("checkout", { rollout: 10 }), "running"],
  ] as const)("is not %s", (_what, declared, stage) => {
    expect(launched(declared, stage).refusals).toEqual([]);
  });
});

describe("dependencies between flags", () => {
  test("must exist", () => {
    expect(planOver([flagOn("a", "b")]).refusals).toMatchObject([
      { message: 'Cannot make flag "a" depend on flag "b": there is no such flag' },
    ]);
    expect(planOver([flagOn("a", "b"), flagOf("b")]).refusals).toEqual([]);
    expect(planOver([flagOn("a", "b")], { flags: [toFlag(flagOf("b"))] }).refusals).toEqual([]);
  });

  test("must not form a circle", () => {
    expect(planOver([flagOn("a", "b"), flagOn("b", "a")]).refusals).toHaveLength(2);
    expect(planOver([flagOn("a", "a")]).refusals).toHaveLength(1);
  });
});
