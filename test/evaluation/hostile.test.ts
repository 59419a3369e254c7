import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/evaluation/compile.ts";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions, FlagProperty } from "../../src/evaluation/flag.ts";
import { linearSearch } from "../../src/evaluation/linear-regex.ts";
import type { Outcome } from "../../src/evaluation/outcome.ts";
import { portableTokens } from "../../src/evaluation/portable-regex.ts";
import { substring } from "../../src/evaluation/substring.ts";

// Each of these would take minutes, years or the whole stack without its bound; the runner's own
// limit of five seconds is what fails them.

function outcome(properties: readonly FlagProperty[], text: string): Outcome {
  const groups = [{ properties }];
  const flags = compileFlags({ flags: [{ key: "flag", active: true, filters: { groups } }] });
  return flags.evaluate("flag", { distinctId: "ada", personProperties: { text } });
}

const is = (operator: string, value: unknown): FlagProperty => ({ key: "text", operator, value });

describe("a pattern that backtracks for ever", () => {
  test.each([
    ["a repetition in a repetition", "^(a+)+$"],
    ["alternatives that overlap in a repetition", "^(?:a|a)*$"],
    ["repetitions that overlap", "a*a*a*a*a*a*b"],
    ["many optional parts", `^${"a?".repeat(200)}${"a".repeat(200)}b`],
    ["a repetition from every place", "a+b"],
    ["a long repetition in a count", "(?:a{0,30}){20}b"],
  ])("is answered: %s", (_, pattern) => {
    const long = `${"a".repeat(100_000)}!`;
    expect(outcome([is("regex", pattern)], long)).toMatchObject({ value: false });
    expect(outcome([is("not_regex", pattern)], long)).toMatchObject({ value: true });
  });

  test("is not judged without an engine that is sure to end", () => {
    const filters = { groups: [{ properties: [is("regex", "^(a+)+$")] }] };
    const flags = compile({ flags: [{ key: "flag", active: true, filters }] });
    const person = { distinctId: "ada", personProperties: { text: "aaa" } };
    expect(flags.evaluate("flag", person)).toMatchObject({ reason: "inconclusive" });
  });

  test("is refused where no engine is sure to end: counting far", () => {
    const text = "a".repeat(200_000);
    expect(outcome([is("regex", "a{100000}b{100000}c")], text)).toMatchObject({
      reason: "inconclusive",
      cause: "unsupported_definition",
      missing: ["text"],
    });
  });

  test("means the same in both engines", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      ".",
      "\\s",
      "\\S",
      "\\d",
      "\\w",
      "[a\\s]",
      "[^\\S]",
      "\\v",
      "[\\b]",
      "\\x61",
      "\\_",
    );
    const quantifier = fc.constantFrom("", "", "*", "+", "?", "*?", "{2}", "{1,2}", "{0,}");
    const piece = fc.tuple(atom, quantifier).map((parts) => parts.join(""));
    const sequence = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(""));
    const group = fc
      .tuple(
        fc.array(
          sequence.filter((inner) => inner !== ""),
          { minLength: 1, maxLength: 3 },
        ),
        quantifier,
      )
      .map(([alternatives, times]) => `(${alternatives.join("|")})${times}`);
    const pattern = fc
      .tuple(
        fc.constantFrom("", "^"),
        fc.array(fc.oneof(piece, group), { maxLength: 3 }),
        fc.constantFrom("", "$"),
      )
      .map(([start, parts, end]) => start + parts.join("") + end);
    const text = fc.string({
      unit: fc.constantFrom("a", "b", " ", "\n", "\v", "\b", "1", "_"),
      maxLength: 8,
    });
    fc.assert(
      fc.property(pattern, text, (source, held) => {
        const tokens = portableTokens(source);
        fc.pre(tokens !== undefined);
        expect(linearSearch(tokens)(held)).toBe(new RegExp(source).test(held));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a value of a million characters", () => {
  const million = "a".repeat(1_000_000);
  const needle = `${"a".repeat(250)}b${"a".repeat(400_000)}`;

  test.each([
    ["exact", million, true],
    ["icontains", needle, false],
    ["not_icontains", needle, true],
    ["ends_with", needle, false],
    ["gt", "5", true],
    ["semver_gt", "1.2.3", null],
    ["is_date_after", "2024-01-01", null],
    ["regex", "b$", false],
  ])("is compared: %s", (operator, value, expected) => {
    expect(outcome([is(operator, value)], million)).toMatchObject({ value: expected });
  });

  test("is hashed", () => {
    const flags = compileFlags({
      flags: [{ key: "flag", active: true, filters: { groups: [{ rollout_percentage: 50 }] } }],
    });
    expect(flags.evaluate("flag", { distinctId: million }).value).toBeTypeOf("boolean");
  });

  test("is found exactly where `includes` finds it", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (text, wanted) => {
        expect(substring(wanted)(text)).toBe(text.includes(wanted));
      }),
      { numRuns: 2000 },
    );
  });
});

const inCohort = (id: number): FlagProperty => ({ key: "id", type: "cohort", value: id });

const about = (id: number): Definitions["flags"] => [
  { key: "flag", active: true, filters: { groups: [{ properties: [inCohort(id)] }] } },
];

describe("a definition without end", () => {
  const ada = { distinctId: "ada" };
  const all = Array.from({ length: 10_000 }, (_, index) => index);

  test("ten thousand groups of which each lacks something else", () => {
    const groups = all.map((index) => ({ properties: [{ key: `p${index}`, value: "x" }] }));
    const flags = compileFlags({ flags: [{ key: "flag", active: true, filters: { groups } }] });
    const { cause, missing } = flags.evaluate("flag", ada);
    expect(cause).toBe("missing_context");
    expect(missing).toHaveLength(all.length);
    expect(flags.explain("flag", ada).groups).toHaveLength(all.length);
  });

  test("ten thousand conditions in one group", () => {
    const properties = all.map((index) => ({ key: `p${index}`, value: "x" }));
    const groups = [{ properties }];
    const flags = compileFlags({ flags: [{ key: "flag", active: true, filters: { groups } }] });
    expect(flags.evaluate("flag", ada).missing).toHaveLength(all.length);
  });

  test("cohorts that contain the next one twice", () => {
    const cohorts = Object.fromEntries(
      all
        .slice(0, 200)
        .map((id) => [id, { type: "AND", values: [inCohort(id + 1), inCohort(id + 1)] }]),
    );
    const flags = compileFlags({ flags: about(0), cohorts: { ...cohorts, 200: {} } });
    expect(flags.evaluate("flag", ada)).toMatchObject({ value: true });
  });

  test("cohorts that contain each other", () => {
    const cohorts = Object.fromEntries(
      all.slice(0, 100).map((id) => [id, { type: "OR", values: all.slice(0, 100).map(inCohort) }]),
    );
    expect(compileFlags({ flags: about(0), cohorts }).evaluate("flag", ada)).toMatchObject({
      cause: "unsupported_definition",
    });
  });

  test("ten thousand cohorts inside one another", () => {
    const cohorts = Object.fromEntries(
      all.map((id) => [id, { type: "OR", values: [inCohort(id + 1)] }]),
    );
    expect(compileFlags({ flags: about(0), cohorts }).evaluate("flag", ada)).toMatchObject({
      cause: "unsupported_definition",
    });
  });

  test("a cohort of ten thousand lists inside one another", () => {
    let list: unknown = {};
    for (const _ of all) list = { type: "AND", values: [list] };
    const flags = compileFlags({ flags: about(1), cohorts: { "1": list } });
    expect(flags.evaluate("flag", ada)).toMatchObject({ cause: "unsupported_definition" });
  });

  test("ten thousand flags that each depend on the next", () => {
    const flags = all.map((index) => ({
      key: `f${index}`,
      active: true,
      filters: {
        groups: [
          {
            properties: [
              {
                key: `f${index + 1}`,
                type: "flag" as const,
                value: true,
                dependency_chain: [`f${index + 1}`],
              },
            ],
          },
        ],
      },
    }));
    const last = { key: "f10000", active: true, filters: { groups: [{}] } };
    const compiled = compileFlags({ flags: [...flags, last] });
    expect(compiled.evaluate("f0", ada)).toMatchObject({ cause: "unresolved_dependency" });
    expect(compiled.evaluate("f9900", ada)).toMatchObject({ value: true });
  });
});
