import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagDeclaration } from "../../src/experiment/declaration.ts";
import { toDefinitions } from "../../src/experiment/definitions.ts";
import { toFlag } from "../../src/experiment/flag.ts";
import { experimentOf, flagOf, flagOn, sharesOf } from "./declared.ts";

describe("a declaration as the flag it would be live", () => {
  test("has PostHog's names, shares and JSON in JSON", () => {
    const declared = flagOf("checkout", {
      name: "Checkout",
      variants: sharesOf({ control: 33.3, test: 66.7 }),
      payloads: new Map<string, unknown>([["test", { color: "red" }]]),
      tags: ["ui"],
      holdout: 4,
      bucketing: "device_id",
      groups: [
        {
          match: [{ key: "age", operator: "gt", value: 18 }],
          rollout: 50,
          variant: "test",
          description: "Adults",
        },
      ],
    });
    expect(toFlag(declared)).toEqual({
      key: "checkout",
      name: "Checkout",
      active: true,
      tags: ["ui"],
      bucketing_identifier: "device_id",
      filters: {
        groups: [
          {
            properties: [{ key: "age", type: "person", operator: "gt", value: "18" }],
            rollout_percentage: 50,
            variant: "test",
            description: "Adults",
          },
        ],
        multivariate: {
          variants: [
            { key: "control", rollout_percentage: 33.3 },
            { key: "test", rollout_percentage: 66.7 },
          ],
        },
        payloads: { test: '{"color":"red"}' },
        holdout: { id: 4 },
      },
    });
  });

  test("of an experiment is called what PostHog itself would call it", () => {
    const { name } = toFlag(experimentOf("checkout", { name: "Checkout copy" }));
    expect(name).toBe("Feature Flag for Experiment Checkout copy");
  });
});

describe("everything declared, as definitions", () => {
  test("decides flags that depend on flags", () => {
    const declared = [flagOn("a", "b"), flagOn("b", "c"), flagOf("c")];
    expect(valueOf(declared, "a")).toBe(true);
    expect(valueOf([flagOn("a", "b"), flagOn("b", "c"), flagOf("c", { rollout: 0 })], "a")).toBe(
      false,
    );
  });

  test.each([
    ["a circle", [flagOn("a", "b"), flagOn("b", "a")]],
    ["a flag that is not there", [flagOn("a", "b")]],
  ])("cannot decide %s", (_what, declared) => {
    expect(valueOf(declared, "a")).toBeNull();
  });
});

function valueOf(declared: readonly FlagDeclaration[], key: string): unknown {
  return compileFlags(toDefinitions(declared)).evaluate(key, { distinctId: "ada" }).value;
}
