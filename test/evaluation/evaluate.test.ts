import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagDefinition, FlagFilters, FlagProperty } from "../../src/evaluation/flag.ts";
import type { Outcome } from "../../src/evaluation/outcome.ts";
import type { Person } from "../../src/evaluation/person.ts";

const ADA: Person = { distinctId: "ada" };
const EVERYONE = { properties: [], rollout_percentage: 100 };
const NOBODY = { properties: [], rollout_percentage: 0 };

function flag(filters: FlagFilters, rest: Partial<FlagDefinition> = {}): FlagDefinition {
  return { key: "flag", active: true, filters, ...rest };
}

function outcome(definition: FlagDefinition, person: Person = ADA): Outcome {
  const flags = compileFlags({ flags: [definition], group_type_mapping: { "0": "company" } });
  return flags.evaluate(definition.key, person);
}

function plan(value: unknown, operator = "exact"): FlagProperty {
  return { key: "plan", type: "person", operator, value };
}

function dependingOn(key: string): FlagFilters {
  const property: FlagProperty = { key, type: "flag", value: true, dependency_chain: [key] };
  return { groups: [{ properties: [property] }] };
}

describe("the reason", () => {
  test("condition_match names the group that decided, from 0", () => {
    const groups = [{ properties: [plan("pro")] }, EVERYONE];
    const person = { distinctId: "ada", personProperties: { plan: "free" } };
    expect(outcome(flag({ groups }), person)).toEqual({
      value: true,
      payload: null,
      reason: "condition_match",
      group: 1,
    });
  });

  test.each([
    ["no_condition_match", [{ properties: [plan("pro")] }], null],
    ["out_of_rollout_bound", [NOBODY], 0],
    ["out_of_rollout_bound", [{ properties: [plan("pro")] }, NOBODY], 1],
    ["out_of_rollout_bound", [NOBODY, { properties: [plan("pro")] }], 0],
    ["out_of_rollout_bound", [NOBODY, NOBODY], 1],
    ["no_condition_match", [], null],
  ] as const)("%s of %j", (reason, groups, group) => {
    const person = { distinctId: "ada", personProperties: { plan: "free" } };
    expect(outcome(flag({ groups }), person)).toMatchObject({ value: false, reason, group });
  });

  test("disabled comes before everything", () => {
    const off = flag({ groups: [EVERYONE] }, { active: false, ensure_experience_continuity: true });
    expect(outcome(off)).toMatchObject({ value: false, reason: "disabled", group: null });
  });

  test("no_group_type: nobody said which group", () => {
    const about = { aggregation_group_type_index: 0 };
    const one = flag({ ...about, groups: [EVERYONE] });
    expect(outcome(one)).toMatchObject({ value: false, reason: "no_group_type" });
    expect(outcome(flag({ groups: [{ ...EVERYONE, ...about }] }))).toMatchObject({
      value: false,
      reason: "no_group_type",
    });
    expect(outcome(flag({ groups: [{ ...EVERYONE, ...about }, NOBODY] }))).toMatchObject({
      reason: "out_of_rollout_bound",
      group: 1,
    });
  });

  test("holdout_condition_value: the value is the holdout's name", () => {
    const holdout = { id: 7, exclusion_percentage: 100 };
    expect(outcome(flag({ groups: [EVERYONE], holdout }))).toMatchObject({
      value: "holdout-7",
      reason: "holdout_condition_value",
      group: null,
    });
  });

  test("flag_not_found is null, which is not false", () => {
    const flags = compileFlags({ flags: [] });
    const absent = { value: null, payload: null, reason: "flag_not_found", group: null };
    for (const key of ["nope", "__proto__", "constructor"]) {
      expect(flags.evaluate(key, ADA)).toEqual(absent);
    }
  });
});

describe("inconclusive names what lacked", () => {
  const cohort: FlagProperty = { key: "id", type: "cohort", value: 404, operator: "in" };
  const ghost: FlagProperty = { key: "g", type: "flag", value: true, dependency_chain: ["g"] };
  test.each([
    ["a property", [plan("pro")], "missing_context", ["plan"]],
    ["a clock", [{ ...plan("7d", "is_date_after") }], "missing_context", ["now"]],
    ["an operator", [plan([1, 2], "between")], "unsupported_definition", ["plan"]],
    ["a cohort", [cohort], "unsupported_definition", ["404"]],
    ["a flag", [ghost], "unsupported_definition", ["g"]],
    ["several", [plan("pro"), { ...plan("x"), key: "role" }], "missing_context", ["plan", "role"]],
    ["the strongest cause's", [plan("pro"), cohort], "unsupported_definition", ["404"]],
  ] as const)("%s", (name, properties, cause, missing) => {
    const person =
      name === "a clock" ? { distinctId: "ada", personProperties: { plan: "2024-01-01" } } : ADA;
    expect(outcome(flag({ groups: [{ properties }] }), person)).toEqual({
      value: null,
      payload: null,
      reason: "inconclusive",
      cause,
      missing,
      group: null,
    });
  });

  test("a device", () => {
    const byDevice = flag({ groups: [EVERYONE] }, { bucketing_identifier: "device_id" });
    expect(outcome(byDevice)).toMatchObject({ cause: "missing_context", missing: ["$device_id"] });
  });

  test("a group type", () => {
    const strange = flag({ groups: [EVERYONE], aggregation_group_type_index: 9 });
    expect(outcome(strange)).toMatchObject({ cause: "unsupported_definition", missing: ["9"] });
  });

  test("nothing, where the flag keeps to what people saw before", () => {
    const sticky = flag({ groups: [EVERYONE] }, { ensure_experience_continuity: true });
    expect(outcome(sticky)).toEqual({
      value: null,
      payload: null,
      reason: "inconclusive",
      cause: "experience_continuity",
      group: null,
    });
  });

  test("the flag another one depends on", () => {
    const base = flag({ groups: [{ properties: [plan("pro")] }] }, { key: "base" });
    const needs: FlagProperty = {
      key: "base",
      type: "flag",
      value: true,
      dependency_chain: ["base"],
    };
    const top = flag({ groups: [{ properties: [needs] }] }, { key: "top" });
    const flags = compileFlags({ flags: [top, base] });
    expect(flags.evaluate("top", ADA)).toMatchObject({
      cause: "unresolved_dependency",
      missing: ["base"],
    });
  });
});

describe("the moment", () => {
  const recent = flag({ groups: [{ properties: [plan("1d", "is_date_after")] }] });
  const person = { distinctId: "ada", personProperties: { plan: "2024-01-01T12:00:00Z" } };

  test.each([
    ["2024-01-02T00:00:00Z", true],
    [Date.UTC(2024, 0, 2), true],
    ["2024-01-03T00:00:00Z", false],
    [Date.UTC(2024, 0, 3), false],
  ])("%s may be text or epoch milliseconds", (now, value) => {
    expect(outcome(recent, { ...person, now })).toMatchObject({ value });
  });

  test("that cannot be read is no moment", () => {
    expect(outcome(recent, { ...person, now: "soon" })).toMatchObject({ missing: ["now"] });
  });
});

describe("what comes back to itself ends", () => {
  test("a cohort inside itself", () => {
    const inside = { type: "OR", values: [plan("pro"), { key: "id", type: "cohort", value: "1" }] };
    const groups = [{ properties: [{ key: "id", type: "cohort", value: "1" } as const] }];
    const flags = compileFlags({ flags: [flag({ groups })], cohorts: { "1": inside } });
    expect(flags.evaluate("flag", ADA)).toMatchObject({ cause: "unsupported_definition" });
    const pro = { distinctId: "ada", personProperties: { plan: "pro" } };
    expect(flags.evaluate("flag", pro)).toMatchObject({ value: true });
  });

  test("a flag that depends on itself", () => {
    const flags = compileFlags({
      flags: [flag(dependingOn("b"), { key: "a" }), flag(dependingOn("a"), { key: "b" })],
    });
    expect(flags.evaluate("a", ADA)).toMatchObject({ reason: "inconclusive" });
    expect(flags.evaluate("b", ADA)).toMatchObject({ reason: "inconclusive" });
  });
});

describe("names that objects inherit mean nothing", () => {
  const HOSTILE = ["__proto__", "constructor", "toString", "hasOwnProperty"];

  test.each(HOSTILE)("%s as a flag's key", (key) => {
    const flags = compileFlags({ flags: [flag({ groups: [EVERYONE] }, { key })] });
    expect(flags.evaluate(key, ADA)).toMatchObject({ value: true });
    const all = flags.evaluateAll(ADA);
    expect(Object.keys(all)).toEqual([key]);
    expect(all[key]).toEqual(flags.evaluate(key, ADA));
  });

  test.each(HOSTILE)("%s as a property, group type, cohort and dependency", (name) => {
    const properties: readonly FlagProperty[] = [
      { key: name, operator: "is_set" },
      { key: "id", type: "cohort", value: name },
      { key: name, type: "flag", value: true, dependency_chain: [name] },
    ];
    for (const property of properties) {
      const groups = [{ properties: [property] }];
      expect(outcome(flag({ groups }))).toMatchObject({ reason: "inconclusive", missing: [name] });
    }
    const about = flag({ groups: [EVERYONE], aggregation_group_type_index: 0 });
    const flags = compileFlags({ flags: [about], group_type_mapping: { "0": name } });
    expect(flags.evaluate("flag", { distinctId: "ada", groups: {} })).toMatchObject({
      reason: "no_group_type",
    });
  });
});

describe("the payload", () => {
  test("is frozen, as every caller gets the same", () => {
    const payloads = { true: '{"deep":[{"er":1}]}' };
    const { payload } = outcome(flag({ groups: [EVERYONE], payloads }));
    expect(payload).toEqual({ deep: [{ er: 1 }] });
    expect(Object.isFrozen(payload)).toBe(true);
  });

  test("is never an inherited member", () => {
    const variants = [{ key: "constructor", rollout_percentage: 100 }];
    expect(outcome(flag({ groups: [EVERYONE], multivariate: { variants }, payloads: {} }))).toEqual(
      {
        value: "constructor",
        payload: null,
        reason: "condition_match",
        group: 0,
      },
    );
  });
});

test.each([
  { groups: "all" },
  { groups: [null] },
  { groups: [{ properties: {} }] },
  { groups: [{ properties: [null] }] },
  { groups: [EVERYONE], multivariate: { variants: "control" } },
  { groups: [EVERYONE], multivariate: { variants: [null] } },
])("filters that are none are not guessed: %j", (filters) => {
  const flags = compileFlags(JSON.parse(JSON.stringify({ flags: [{ ...flag({}), filters }] })));
  expect(flags.evaluate("flag", ADA)).toMatchObject({ cause: "unsupported_definition" });
});
