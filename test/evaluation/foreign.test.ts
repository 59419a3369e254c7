import { expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagProperty } from "../../src/evaluation/flag.ts";

/** Deeper than the stack, and still what `JSON.parse` reads. */
const BOTTOMLESS: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));

test.each<[string, FlagProperty]>([
  ["a value inside values without end", { key: "plan", value: BOTTOMLESS }],
  ["a cohort's id inside lists without end", { key: "id", type: "cohort", value: BOTTOMLESS }],
])("a condition with %s is the definition's fault", (_, property) => {
  const flags = compileFlags({
    flags: [{ key: "flag", active: true, filters: { groups: [{ properties: [property] }] } }],
    cohorts: {},
  });
  expect(flags.evaluate("flag", { distinctId: "ada", personProperties: { plan: "pro" } })).toEqual(
    expect.objectContaining({ value: null, cause: "unsupported_definition" }),
  );
});

test.each(['{ "key": { "toString": 1, "valueOf": 1 } }', '{ "key": "plan", "type": "event" }'])(
  "a condition such as %s is evaluated and explained",
  (text) => {
    const property: FlagProperty = JSON.parse(text);
    const groups = [{ properties: [property] }];
    const flags = compileFlags({ flags: [{ key: "flag", active: true, filters: { groups } }] });
    const { outcome, groups: explained } = flags.explain("flag", { distinctId: "ada" });
    expect(outcome.value).toBeNull();
    expect(explained[0]?.filters).toMatchObject([{ type: "person", operator: "exact" }]);
  },
);
