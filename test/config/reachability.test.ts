import { describe, expect, test } from "vitest";
import { findings, flagOf, found, toToml } from "./targeting.ts";

const NEVER = "targeting.never-matches";
const HIDDEN = "targeting.unreachable-group";

/** Reachability's findings alone. */
const told = (text: string): string[] => found(text).filter((line) => line.startsWith("targeting"));

const c = (operator: string, value?: unknown, property?: string): string =>
  toToml(operator, value, property);

/** A flag that asks another for a value. */
const asks = (value: unknown): string =>
  `${flagOf([`type = "flag", property = "b", value = ${JSON.stringify(value)}`])}\n`;

/** A flag with two variants. */
const variantsOf = (groups: string, [x, y] = [50, 50]): string =>
  `[flags.a]\nvariants = [{ key = "x", share = ${x} }, { key = "y", share = ${y} }]\ngroups = [${groups}]`;

const unreachable = (text: string): string[] =>
  told(text).filter((line) => line.startsWith("targeting.unreachable-variant"));

describe("conditions that nobody meets together", () => {
  test.each([
    [c("exact", "a"), c("exact", "b")],
    [c("exact", ["a", "b"]), c("exact", ["c", "D"])],
    [c("exact", ["a", "B"]), c("is_not", ["b", "A"])],
    [c("exact", "a"), c("is_not", "a")],
    [c("exact", true), c("exact", "False")],
    [c("is_set"), c("is_not_set")],
    [c("is_not_set"), c("exact", "a")],
    [c("is_not_set"), c("gt", "5")],
    [c("gt", "10"), c("lt", "5")],
    [c("gt", 5), c("lte", 5)],
    [c("lt", "-5"), c("gt", "-5")],
    [c("exact", "5"), c("gt", "7")],
    [c("exact", "Pro"), c("not_icontains", "r")],
    [c("exact", ["a@b.com", "c@b.com"]), c("ends_with", "@x.com")],
    [c("exact", ["1.5", "2"]), c("gte", "2.5")],
    [c("semver_gt", "2.0.0"), c("semver_lt", "1.9")],
    [c("semver_caret", "1.2.0"), c("semver_gte", "2.0.0")],
    [c("semver_tilde", "1.2.0"), c("semver_wildcard", "1.3.*")],
    [c("semver_eq", "1.2.3"), c("semver_neq", "1.2.3")],
    [c("is_date_before", "2026-01-01T00:00:00Z"), c("is_date_after", "2026-01-02T00:00:00Z")],
    [c("is_date_before", "2026-01-01"), c("is_date_after", "2026-01-01")],
    [c("is_date_before", "30d"), c("is_date_after", "-2w")],
    [c("is_date_before", "2m"), c("is_date_after", "1m")],
    [c("starts_with", "ab"), c("starts_with", "AC")],
    [c("ends_with", "@a.com"), c("ends_with", "@b.com")],
    [c("icontains", "abc"), c("not_icontains", "B")],
    [c("starts_with", "abc"), c("not_starts_with", "ab")],
    [c("regex", "^a"), c("not_regex", "^a")],
    ['type = "cohort", value = 3', 'type = "cohort", value = 3, operator = "not_in"'],
  ])("%s | %s", (left, right) => {
    expect(told(flagOf([left, right]))).toEqual([`${NEVER} flags.a.groups[0].match[1]`]);
    expect(told(flagOf([right, left]))).toEqual([`${NEVER} flags.a.groups[0].match[1]`]);
  });

  test("three that leave nothing of a list, where any two leave something", () => {
    const text = flagOf([c("exact", ["a", "b"]), c("is_not", "a"), c("is_not", "b")]);
    expect(told(text)).toEqual([`${NEVER} flags.a.groups[0].match[0]`]);
  });

  test.each([
    [c("exact", "a"), c("exact", "b", "other")],
    [c("exact", ["a", "b"]), c("exact", ["B", "c"])],
    [c("exact", "a"), c("is_not", "b")],
    [c("is_not", "a"), c("is_not_set")],
    [c("gt", "5"), c("lt", "10")],
    [c("gte", 5), c("lte", 5)],
    [c("gt", "b"), c("lt", "a")],
    [c("exact", "abc"), c("gt", "5")],
    [c("exact", "ok"), c("not_icontains", "k")],
    [c("exact", '["a"]'), c("starts_with", "a")],
    [c("exact", "é"), c("not_icontains", "é")],
    [c("exact", false), c("exact", "a")],
    [c("exact", [true, false]), c("exact", true)],
    [c("exact", []), c("exact", true)],
    [c("semver_gt", "1.2.3"), c("semver_lt", "1.2.4")],
    [c("semver_gt", "1.2.3-beta"), c("semver_lt", "1.0.0")],
    [c("is_date_before", "2026-01-01"), c("is_date_after", "2026-01-01T02:00:00Z")],
    [c("is_date_before", "1m"), c("is_date_after", "29d")],
    [c("starts_with", "ab"), c("starts_with", "a")],
    [c("icontains", "a"), c("icontains", "b")],
    [c("starts_with", "a"), c("ends_with", "b")],
    [c("not_icontains", "a"), c("icontains", "b")],
    [c("regex", "^a"), c("regex", "^b")],
    ['type = "cohort", value = 3', 'type = "cohort", value = 4, operator = "not_in"'],
  ])("but somebody may meet %s | %s", (left, right) => {
    expect(told(flagOf([left, right])).filter((line) => line.startsWith(NEVER))).toEqual([]);
  });

  test.each([c("between", [10, 5]), c("between", [5]), c("between", ["a", "b"]), c("lt", "")])(
    "nobody meets %s alone",
    (condition) => {
      expect(told(flagOf([condition]))).toEqual([`${NEVER} flags.a.groups[0].match[0]`]);
    },
  );
});

describe("values of other flags that nobody gets", () => {
  const B = 'variants = [{ key = "x", share = 100 }, { key = "y", share = 0 }]';

  test.each([
    [true, "[flags.b]\nrollout = 0"],
    [true, `[[flags.b.groups]]\nmatch = [{ ${c("gt", 5)} }, { ${c("lt", 5)} }]`],
    ["y", `[flags.b]\n${B}`],
    ["x", `[flags.b]\n${B}\n[[flags.b.groups]]\nvariant = "y"`],
  ])("%j of %j", (value, other) => {
    expect(told(asks(value) + other)).toContain(`${NEVER} flags.a.groups[0].match[0]`);
  });

  test.each([
    [true, "[flags.b]\nrollout = 1"],
    [false, "[flags.b]\nrollout = 0"],
    [true, "[flags.b]\nrollout = 0\nholdout = 4"],
    ["holdout-4", `[flags.b]\nholdout = 4\n${B}`],
    ["x", `[flags.b]\n${B}`],
    ["y", `[flags.b]\n${B}\n[[flags.b.groups]]\nvariant = "y"`],
  ])("but somebody may get %j of %j", (value, other) => {
    expect(told(asks(value) + other).filter((line) => line.startsWith(NEVER))).toEqual([]);
  });
});

describe("groups that nobody gets to", () => {
  test.each([
    [[], [c("exact", "a")]],
    [[c("exact", ["a", "b"])], [c("exact", "B")]],
    [[c("exact", "a")], [c("exact", "a"), c("gt", 5, "other")]],
    [[c("gt", 5)], [c("gte", 10)]],
    [[c("gt", 5)], [c("exact", ["7", "9"])]],
    [[c("is_set")], [c("icontains", "a")]],
    [[c("ends_with", "@b.com")], [c("exact", ["a@b.com", "c@B.com"])]],
    [[c("is_not", "a")], [c("exact", "b")]],
    [[c("is_not", "a")], [c("is_not", ["a", "b"])]],
    [[c("starts_with", "a")], [c("starts_with", "ab")]],
    [[c("icontains", "a")], [c("ends_with", "ab")]],
    [[c("not_icontains", "ab")], [c("not_icontains", "a")]],
    [[c("semver_gte", "1.0.0")], [c("semver_caret", "1.2.3")]],
    [[c("is_date_after", "30d")], [c("is_date_after", "1w")]],
    [['type = "cohort", value = 3'], ['type = "cohort", value = 3', c("is_set")]],
  ])("below %j: %j", (first, second) => {
    expect(told(flagOf(first, second))).toEqual([`${HIDDEN} flags.a.groups[1]`]);
  });

  test.each([
    [[c("exact", "a")], [c("exact", ["a", "b"])]],
    [[c("exact", 5)], [c("exact", "5")]],
    [[c("gte", 10)], [c("gt", 5)]],
    [[c("is_set")], [c("is_not", "a")]],
    [[c("gt", "1e1")], [c("gt", "20")]],
    [[c("exact", "a"), c("is_set", undefined, "other")], [c("exact", "a")]],
  ])("but somebody may get below %j to %j", (first, second) => {
    expect(told(flagOf(first, second))).toEqual([]);
  });

  test("each value of a list may have its own group above", () => {
    const text = flagOf([c("exact", "a")], [c("exact", "b")], [c("exact", ["a", "b"])]);
    expect(told(text)).toEqual([`${HIDDEN} flags.a.groups[2]`]);
    expect(findings(text).at(-1)?.message).toContain("groups[0] and groups[1]");
  });

  test.each([
    ["{ rollout = 50 }, { rollout = 50 }", [1]],
    ["{ rollout = 50 }, { rollout = 20 }, { rollout = 60 }", [1]],
    ["{ rollout = 50 }, { rollout = 0 }", []],
    ["{ rollout = 0 }, { rollout = 0 }", []],
    ["{}, { rollout = 0 }", [1]],
  ])("all groups of %s place people alike", (groups, hidden) => {
    expect(told(`[flags.a]\ngroups = [${groups}]`)).toEqual(
      hidden.map((index) => `${HIDDEN} flags.a.groups[${index}]`),
    );
  });
});

describe("variants that nobody gets", () => {
  test("all groups give another one", () => {
    expect(unreachable(variantsOf('{ variant = "x" }'))).toEqual([
      "targeting.unreachable-variant flags.a.variants[1]",
    ]);
  });

  test("the groups that would give it are hidden or never match", () => {
    const never = `match = [{ ${c("gt", 5)} }, { ${c("lt", 5)} }]`;
    expect(unreachable(variantsOf(`{ ${never} }, { variant = "x" }, {}`))).toEqual([
      "targeting.unreachable-variant flags.a.variants[1]",
    ]);
    expect(unreachable(variantsOf(`{ ${never} }`))).toHaveLength(2);
  });

  test.each(["{ rollout = 0 }", '{ rollout = 0, variant = "y" }, { variant = "x" }', "{}"])(
    "a group at 0 as in %s is parked, not hidden",
    (groups) => expect(unreachable(variantsOf(groups))).toEqual([]),
  );
});

test("an empty list is told, for it asks for true", () => {
  expect(told(flagOf([c("exact", [])]))).toEqual([
    "targeting.empty-list flags.a.groups[0].match[0]",
  ]);
  expect(told(flagOf([c("is_not", [])]))).toHaveLength(1);
});
