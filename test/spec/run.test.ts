import { assert, constantFrom, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import { toDefinitions } from "../../src/experiment/definitions.ts";
import { crowdOf } from "../../src/spec/crowd.ts";
import { declared, result, results } from "./specs.ts";

const failed = ({ differs, actual }: ReturnType<typeof result>): unknown =>
  Object.fromEntries(differs.map((name) => [name, actual[name]]));

const rulings = ({ explanations }: ReturnType<typeof result>): string[] =>
  explanations.flatMap(({ groups }) => groups.map(({ ruling }) => ruling));

describe("a person", () => {
  const person = `flag = "pricing"\nperson = { id = "user-1", props = { plan = "free", seats = 9 } }\n`;

  test("is asked about by id", () => {
    expect(result(`${person}expect = { value = false, reason = "no_condition_match" }`).ok).toBe(
      true,
    );
    expect(failed(result(`${person}expect = { value = true, enabled = false }`))).toEqual({
      value: false,
    });
  });

  test("who fails is explained; who passes is not", () => {
    const wrong = result(`${person}expect = { value = true }`);
    expect(wrong.id).toBe("user-1");
    expect(rulings(wrong)).toEqual(["no_condition_match", "no_condition_match"]);
    expect(result(`${person}expect = { value = false }`).explanations).toEqual([]);
  });

  test("whose properties are not known is inconclusive, neither on nor off", () => {
    const asked = `flag = "pricing"\nperson = { id = "user-1", props = { plan = "pro" } }\n`;
    const all = `expect = { reason = "inconclusive", cause = "missing_context", missing = ["seats"] }`;
    expect(result(asked + all).ok).toBe(true);
    expect(failed(result(`${asked}expect = { enabled = false }`))).toEqual({ enabled: null });
  });

  test("has dates that are counted from now", () => {
    const asked = `flag = "recent"\nperson = { id = "user-1", props = { joined = "2026-11-18" } }\n`;
    expect(result(`${asked}expect = { value = true }`).ok).toBe(true);
    expect(result(`${asked}now = 2026-12-24T00:00:00Z\nexpect = { value = false }`).ok).toBe(true);
    expect(result(`${asked}now = 2026-12-24\nexpect = { value = false }`).ok).toBe(true);
  });
});

describe("a place in the rollout", () => {
  test.each([
    ["quarter", 0, true],
    ["quarter", 25, true],
    ["quarter", 25.0001, false],
    ["quarter", 100, false],
    ["nobody", 0, false],
    ["by-device", 50, true],
    ["by-device", 51, false],
  ])("%s at %d is %s", (flag, at, value) => {
    const { ok, id } = result(`flag = "${flag}"\nat = ${at}\nexpect = { value = ${value} }`);
    expect(ok).toBe(true);
    expect(id).toMatch(/^person-\d+$/);
  });

  test("of a flag about groups is a group's, unless the groups are said", () => {
    const toml = `[flags.tier]\ngroup_type = 0\nrollout = 50\n`;
    const asked = (person: string, expected: string): boolean =>
      result(`flag = "tier"\n${person}\nexpect = ${expected}`, toml).ok;
    expect(asked("at = 50", "{ value = true }")).toBe(true);
    expect(asked("at = 51", "{ value = false }")).toBe(true);
    expect(asked('person.id = "ada"', '{ reason = "no_group_type" }')).toBe(true);
  });

  test.each([
    [0, "control"],
    [49.99, "control"],
    [50, "plain"],
    [79.99, "plain"],
    [80, "bold"],
    [100, "bold"],
  ])("the place %d among the variants is %s", (at, variant) => {
    const asked = `flag = "copy"\nat = 40\nvariantAt = ${at}\nexpect = { variant = "${variant}" }`;
    expect(result(asked).ok).toBe(true);
  });

  test("that leaves the variant open is everyone there: one that differs fails the test", () => {
    expect(result(`flag = "copy"\nat = 41\nexpect = { value = false }`).ok).toBe(true);
    expect(result(`flag = "copy"\nat = 39\nexpect = { reason = "condition_match" }`).ok).toBe(true);
    expect(failed(result(`flag = "copy"\nat = 39\nexpect = { variant = "control" }`))).toEqual({
      variant: "plain",
    });
  });

  test("that is left open with the id is everyone", () => {
    const free = `flag = "pricing"\nperson.props = { plan = "free", seats = 9 }\n`;
    expect(result(`${free}expect = { value = false }`).ok).toBe(true);
    const pro = `flag = "pricing"\nperson.props = { plan = "pro", seats = 9 }\n`;
    expect(failed(result(`${pro}expect = { value = true }`))).toEqual({ value: false });
    expect(failed(result(`${pro}expect = { value = false }`))).toEqual({ value: true });
  });

  test("nobody can be found at refuses the run", () => {
    const toml = "version = 1\n[flags.tiny]\nrollout = 0.0000001\n";
    expect(() => result(`flag = "tiny"\nat = 0\nexpect = { value = true }`, toml)).toThrow(
      "Cannot run the test at a.assay.test.toml:1",
    );
  });

  const percent = double({ min: 0, max: 100, noNaN: true });
  const rollout = integer({ min: 0, max: 100 });
  const splits = constantFrom([50, 50], [30, 30, 40], [10, 0, 90], [33.3, 66.7], [100]);

  test("is held by a real person whom the flag treats as it treats the place", () => {
    assert(
      property(rollout, splits, percent, percent, (share, shares, at, variantAt) => {
        const variants = shares.map((each, index) => `{ key = "v${index}", share = ${each} }`);
        const toml = `version = 1\n[flags.f]\nrollout = ${share}\nvariants = [${variants.join(", ")}]\n`;
        const values = declared(toml).flatMap((flag) =>
          crowdOf(flag)
            .idsAt({ at, variantAt })
            .map((distinctId) => compileFlags(toDefinitions([flag])).evaluate("f", { distinctId })),
        );
        let sum = 0;
        const ends = shares.map((each) => (sum += each / 100));
        const index = ends.findIndex((end) => variantAt / 100 < end);
        const variant = `v${index < 0 ? shares.findLastIndex((each) => each > 0) : index}`;
        const value = share > 0 && at / 100 <= share / 100 ? variant : false;
        expect(values.map((each) => each.value)).toEqual([value]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what is expected", () => {
  test("of an experiment that is never remote is its local default", () => {
    const local = result(`flag = "local"\nexpect = { value = true, reason = "default" }`);
    expect(local.ok).toBe(true);
    const wrong = result(`flag = "local"\nexpect = { value = false }`);
    expect(failed(wrong)).toEqual({ value: true });
    expect(wrong.explanations).toEqual([]);
  });

  test.each([
    ["quarter", "at = 1", "{ payload = { columns = 3 }, hasPayload = true }", {}],
    ["quarter", "at = 99", "{ payload = { columns = 3 } }", { payload: null }],
    ["quarter", "at = 99", "{ hasPayload = true }", { hasPayload: false }],
    ["quarter", "at = 1", "{ payload = { columns = 4 } }", { payload: { columns: 3 } }],
    ["copy", "at = 1\nvariantAt = 90", "{ payload = 7, value = 'bold', enabled = true }", {}],
    ["copy", "at = 1\nvariantAt = 9", "{ enabled = true }", { enabled: false }],
    ["quarter", "at = 1", "{ group = 1 }", { group: 0 }],
    ["copy", "at = 99", "{ variant = 'bold' }", { variant: null }],
  ])("of %s (%s) is %s", (flag, where, expected, differs) => {
    expect(failed(result(`flag = "${flag}"\n${where}\nexpect = ${expected}`))).toEqual(differs);
  });
});

describe("segments", () => {
  const segments = `
[segments.pro]
props = { plan = "pro", seats = 9 }
match = [{ property = "plan", value = ["pro", "team"] }]
[segments.small]
props = { seats = 1 }
`;
  const asked = (text: string): unknown =>
    results(`${segments}\n[[tests]]\n${text}`).map(({ differs, actual }) =>
      Object.fromEntries(differs.map((name) => [name, actual[name]])),
    );

  test("lend their properties, later ones and the person's own first", () => {
    const flag = `flag = "pricing"\nat = 1\n`;
    expect(asked(`${flag}segments = ["pro"]\nexpect = { value = true }`)).toEqual([{}]);
    expect(asked(`${flag}segments = ["pro", "small"]\nexpect = { value = false }`)).toEqual([{}]);
    expect(
      asked(`${flag}segments = ["pro"]\nperson.props.seats = 2\nexpect = { value = false }`),
    ).toEqual([{}]);
  });

  test("must hold for the person who is said to be in them", () => {
    const flag = `flag = "pricing"\nsegments = ["pro", "small"]\nperson.props.plan = "free"\n`;
    expect(asked(`${flag}expect = { value = false }`)).toEqual([{ segments: [] }]);
    const [wrong] = results(`${segments}\n[[tests]]\n${flag}expect = { value = false }`);
    expect(wrong?.explanations.map(({ key }) => key)).toEqual(["pricing", "segment pro"]);
  });

  test("are tested by themselves", () => {
    const segment = `segment = "pro"\nmatrix = { plan = ["pro", "free"] }\nperson.props.plan = "\${plan}"\n`;
    expect(asked(`${segment}expect = { matches = true }`)).toEqual([{}, { matches: false }]);
    expect(
      asked(`segment = "pro"\nexpect = { reason = "inconclusive", missing = ["plan"] }`),
    ).toEqual([{}]);
  });
});
