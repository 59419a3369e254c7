import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OpsError } from "../../src/errors.ts";
import { parseSpecs } from "../../src/spec/parse.ts";
import { declared, parse, problems } from "./specs.ts";

const names = (text: string): string[] => parse(text).tests.map(({ name }) => name);

describe("a spec that is wrong", () => {
  test("lists every problem at once, with its place and the nearest name", () => {
    const text = readFileSync(join(import.meta.dirname, "wrong.toml"), "utf8");
    expect(problems(text)).toEqual([
      '3:1 spec.unknown-key segmnts: Unknown key "segmnts" | Did you mean "segments"?',
      '6:1 spec.unknown-key segments.pro.prop: Unknown key "prop" in [segments.pro] | Did you mean "props"?',
      '7:10 spec.missing-key segments.pro.match[0]: Missing key "value" in [segments.pro.match[0]] | Write what "exact" compares with',
      '9:1 spec.missing-key tests[0]: Missing key "expect" in [tests[0]] | Add "expect" to this table',
      '10:8 spec.reference tests[0].flag: Expected a flag that the config declares | Did you mean "quarter"?',
      '12:1 spec.unknown-key tests[0].expct: Unknown key "expct" in [tests[0]] | Did you mean "expect"?',
      '14:1 spec.missing-key tests[1]: Missing key "flag" in [tests[1]] | Say which flag is tested, or which "segment"',
      "15:10 spec.value tests[1].expect: Expected at least one expectation | Say what must hold",
      "19:1 spec.value tests[2].at: Expected no place: the person's id has one | Leave one of them out",
      '21:22 spec.reference tests[2].expect.variant: Expected a variant of the flag | Did you mean "bold"?',
      '21:39 spec.value tests[2].expect.reason: Expected one of "condition_match", "no_condition_match", "out_of_rollout_bound", "no_group_type", "holdout_condition_value", "disabled", "default", "inconclusive" | Did you mean "condition_match"?',
      '25:11 spec.reference tests[3].segment: Expected a segment of this file | Did you mean "pro"?',
      '26:12 spec.value tests[3].expect.value: Expected nothing like this of a segment | Write "matches"',
    ]);
  });

  test.each([
    ["", '1:1 spec.missing-key : Missing key "tests" | Add "tests" to this table'],
    ["tests = []", "1:9 spec.value tests: Expected at least one entry | Add what is missing"],
    ["tests = [1]", "1:10 spec.type tests[0]: Expected a table, found a number | "],
    ["tests = [", "1:9 spec.toml -: Cannot read TOML: "],
    ["[[tests]]\nflag = 'local'\nexpect.matches = true", "3:8 spec.value tests[0].expect.matches"],
    [
      "[[tests]]\nflag = 'local'\nnow = 09:00:00\nexpect.value = true",
      "3:7 spec.value tests[0].now",
    ],
    ["[[tests]]\nflag = 'local'\nat = 101\nexpect.value = true", "3:6 spec.value tests[0].at"],
    [
      "[segments.a]\nprops.b = 1\n[[tests]]\nsegment = 'a'\nexpect.matches = true",
      "4:11 spec.value tests[0].segment: Expected a segment with conditions | ",
    ],
    [
      "[[tests]]\nflag = 'quarter'\nexpect.variant = 'test'",
      "3:18 spec.reference tests[0].expect.variant: Expected a variant of the flag | None is declared",
    ],
    ["# phx_abcdefghijklmnop\n[[tests]]\nflag = 'local'\nexpect.value = true", "1:3 spec.secret"],
  ])("%s", (text, problem) => {
    expect(problems(text)).toEqual([expect.stringContaining(problem)]);
  });

  test("is one error with the problems of all files, named by file", () => {
    const texts = ["tests = []", "tests = [1]", "[[tests]]\nflag = 'local'\nexpect.value = true"];
    const sources = texts.map((text, index) => ({ file: `${index}.assay.test.toml`, text }));
    const error = (() => {
      try {
        return parseSpecs(sources, declared());
      } catch (refused) {
        return refused;
      }
    })();
    expect(error).toBeInstanceOf(OpsError);
    expect(error).toMatchObject({
      kind: "config",
      message: "Cannot use specs: 2 problems in 2 files",
      diagnostics: [{ file: "0.assay.test.toml" }, { file: "1.assay.test.toml" }],
    });
  });
});

describe("a matrix", () => {
  const asked = `[[tests]]\nflag = "pricing"\nmatrix = { plan = ["pro", "team"], seats = [5, 50] }\n`;

  test("is a test for each combination, the last name's values changing fastest", () => {
    const props = `person.props = { plan = "\${plan}", seats = "\${seats}", both = "\${plan}-\${seats}" }\n`;
    const { tests } = parse(`${asked}${props}expect.value = true`);
    expect(tests.map(({ person }) => person.props)).toEqual([
      { plan: "pro", seats: 5, both: "pro-5" },
      { plan: "pro", seats: 50, both: "pro-50" },
      { plan: "team", seats: 5, both: "team-5" },
      { plan: "team", seats: 50, both: "team-50" },
    ]);
    expect(tests.map(({ line }) => line)).toEqual([1, 1, 1, 1]);
  });

  test("is said in the name, unless the name says it", () => {
    expect(names(`${asked}expect.value = true`)[1]).toBe(
      "pricing for everyone (plan=pro, seats=50)",
    );
    expect(names(`${asked}name = "on"\nexpect.value = true`)[0]).toBe("on (plan=pro, seats=5)");
    expect(names(`${asked}name = "\${plan} \${seats}"\nexpect.value = true`)).toEqual([
      "pro 5",
      "pro 50",
      "team 5",
      "team 50",
    ]);
  });

  test("gives every type: places, tables, expectations", () => {
    const { tests } = parse(
      `[[tests]]\nflag = "copy"\nmatrix = { at = [1, 99], props = [{ a = 1 }], on = [true] }\n` +
        `at = "\${at}"\nperson.props = "\${props}"\nexpect = { enabled = "\${on}" }`,
    );
    expect(
      tests.map(({ person, expect: { enabled } }) => [person.at, person.props, enabled]),
    ).toEqual([
      [1, { a: 1 }, true],
      [99, { a: 1 }, true],
    ]);
  });

  test("may be without: $${ is a plain ${", () => {
    expect(names(`[[tests]]\nname = "$\${plan}"\nflag = "local"\nexpect.value = true`)).toEqual([
      "${plan}",
    ]);
  });

  test.each([
    [
      `person.props.plan = "\${plna}"`,
      '4:21 spec.reference tests[0].person.props.plan: Expected a name of the matrix | Did you mean "plan"?',
    ],
    [
      `at = "\${plan}"`,
      "4:6 spec.type tests[0].at: Expected a number, found text | Write it without quotes",
    ],
  ])("has a problem once, however many combinations: %s", (line, problem) => {
    expect(problems(`${asked}${line}\nexpect.value = true`)).toEqual([problem]);
  });

  test.each([
    ["matrix = { a = [] }", "Expected at least one entry"],
    ["matrix = { a = 1 }", "Expected a list, found a number"],
    ["matrix = 1", "Expected a table, found a number"],
    [
      `matrix = { ${["a", "b", "c", "d", "e"].map((name) => `${name} = [1,2,3,4,5,6,7]`).join(", ")} }`,
      "Expected at most 10000 combinations",
    ],
  ])("%s is refused", (line, message) => {
    expect(problems(`[[tests]]\nflag = "local"\n${line}\nexpect.value = true`)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});

test("a test without a name is named by whom it asks", () => {
  const text = ["person.id = 'user-1'", "at = 12.5", "variantAt = 50", "at = 1\nvariantAt = 2", ""]
    .map((who) => `[[tests]]\nflag = "copy"\n${who}\nexpect.reason = "condition_match"\n`)
    .join("");
  expect(names(text)).toEqual([
    "copy for user-1",
    "copy at 12.5 %",
    "copy at 50 % of the variants",
    "copy at 1 %, at 2 % of the variants",
    "copy for everyone",
  ]);
});
