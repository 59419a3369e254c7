import { describe, expect, test } from "vitest";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { type Flag, toFlag } from "../../src/experiment/flag.ts";
import { flagOf, sharesOf } from "./declared.ts";
import { planOver } from "./world.ts";

const held = (filters: Flag["filters"], more: Partial<Flag> = {}): Flag => ({
  ...toFlag(flagOf("tab")),
  filters,
  ...more,
});

const on = (key: string, operator: string | undefined, value: unknown): Declaration =>
  flagOf("tab", {
    groups: [
      {
        match: [{ key, ...(operator !== undefined && { operator }), value }],
        rollout: 100,
        variant: undefined,
        description: undefined,
      },
    ],
  });

describe("spelling is no difference", () => {
  test.each<[string, Declaration, Flag]>([
    ["a null rollout", flagOf("tab"), held({ groups: [{ rollout_percentage: null }] })],
    ["a missing list of properties", flagOf("tab"), held({ groups: [{}] })],
    [
      "a null operator and a missing type",
      on("plan", "exact", "pro"),
      held({ groups: [{ properties: [{ key: "plan", operator: null, value: ["pro"] }] }] }),
    ],
    [
      "the order of an exact list",
      on("plan", undefined, ["a", "b"]),
      held({ groups: [{ properties: [{ key: "plan", type: "person", value: ["b", "a"] }] }] }),
    ],
    [
      "a number where PostHog wants text",
      on("age", "gt", 18),
      held({ groups: [{ properties: [{ key: "age", operator: "gt", value: "18" }] }] }),
    ],
    [
      "the value of a presence test",
      on("plan", "is_set", undefined),
      held({ groups: [{ properties: [{ key: "plan", operator: "is_set", value: "is_set" }] }] }),
    ],
    [
      "the order of tags",
      flagOf("tab", { tags: ["a", "b"] }),
      held({ groups: [{}] }, { tags: ["b", "a"] }),
    ],
    [
      "an explicit distinct_id",
      flagOf("tab"),
      held(
        { groups: [{}], payloads: null, multivariate: null },
        { bucketing_identifier: "distinct_id" },
      ),
    ],
  ])("%s", (_what, declared, flag) => {
    expect(planOver([declared], { flags: [flag] }).changes).toEqual([]);
  });

  test("but the order of variants is one", () => {
    const flag = toFlag(flagOf("tab", { variants: sharesOf({ b: 50, a: 50 }) }));
    const { changes } = planOver([flagOf("tab", { variants: sharesOf({ a: 50, b: 50 }) })], {
      flags: [flag],
    });
    expect(changes).toHaveLength(1);
  });
});
