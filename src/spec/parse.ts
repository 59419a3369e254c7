import type { z } from "zod/mini";
import { pointerOf, type Path, type Problem } from "../config/problem.ts";
import { problemsOf } from "../config/problems.ts";
import { refusal, toDiagnostic, type Wrong } from "../config/refusal.ts";
import { misfit } from "../config/rule.ts";
import { conditionProblems } from "../config/rules/conditions.ts";
import { secretsOf } from "../config/secrets.ts";
import { readToml } from "../config/toml.ts";
import { isTable, listOf, tableOf, type Table } from "../config/tree.ts";
import type { Diagnostic } from "../errors.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { combinationsOf, combinationText, countOf, fillIn, MAX_COMBINATIONS } from "./matrix.ts";
import { type Combination } from "./matrix.ts";
import { type Known, testProblems } from "./references.ts";
import { document, matrix, type WrittenTest, writtenTest } from "./schema.ts";
import type { Spec, SpecTest } from "./spec.ts";

/** A spec file's text; `file` is only a name for messages and reports. */
export interface SpecSource {
  readonly file: string;
  readonly text: string;
}

/**
 * The tests of spec files, for flags and experiments that a config declares. Throws `config` with
 * every problem of every file as diagnostics, each with its place. No message repeats a value.
 */
export function parseSpecs(
  sources: readonly SpecSource[],
  declared: readonly Declaration[],
): Spec[] {
  const flags = new Map(declared.map((each) => [each.key, each]));
  const read = sources.map((source) => readSpec(source, flags));
  const refused = read.filter((each) => "problems" in each);
  if (refused.length > 0) throw refusal(refused.length === 1 ? "spec" : "specs", refused);
  return read.filter((each) => "tests" in each);
}

function readSpec({ file, text }: SpecSource, flags: Known["flags"]): Spec | Wrong {
  const source = text.replace(/^\uFEFF/, "");
  const toml = readToml(source);
  if ("rule" in toml) return wrong(file, [toml, ...secretsOf(source)]);
  const { tree, places } = toml;
  const read = document.safeParse(tree, { jitless: true });
  const segments = tableOf(tree["segments"]);
  const tests = listOf(tree["tests"]).map((test, index) =>
    readTests(test, index, { tree, known: { flags, segments } }),
  );
  const problems = [
    ...problemsOf(read.error?.issues ?? [], tree),
    ...Object.entries(segments).flatMap(([name, segment]) =>
      listOf(tableOf(segment)["match"]).flatMap((condition, index) =>
        conditionProblems(["segments", name, "match", index], condition),
      ),
    ),
    ...tests.flatMap((each) => each.problems),
  ].map((problem) => toDiagnostic(problem, places));
  const all = [...problems, ...secretsOf(source, toml)];
  if (!read.success || all.length > 0) return wrong(file, all);
  return {
    file,
    segments: new Map(Object.entries(read.data.segments)),
    tests: tests.flatMap((each, index) =>
      each.tests.map((test) => ({ ...test, line: places.key(["tests", index]).line })),
    ),
  };
}

/** The rules that specs share with the config go by the spec's name. */
function wrong(file: string, problems: readonly Diagnostic[]): Wrong {
  const own = problems.map((each) => ({ ...each, rule: each.rule.replace(/^config\./, "spec.") }));
  return { file, problems: own };
}

interface Around {
  readonly tree: Table;
  readonly known: Known;
}

interface ReadTests {
  readonly tests: readonly Omit<SpecTest, "line">[];
  readonly problems: readonly Problem[];
}

/** One `[[tests]]` as the tests its matrix makes of it. */
function readTests(test: unknown, index: number, around: Around): ReadTests {
  const path = ["tests", index];
  if (!isTable(test)) return { tests: [], problems: schemaProblems(test, path, around).problems };
  const values = matrix.safeParse(test["matrix"] ?? {}, { jitless: true });
  const at = [...path, "matrix"];
  if (!values.success)
    return { tests: [], problems: problemsOf(prefixed(values.error.issues, at), around.tree) };
  if (countOf(values.data) > MAX_COMBINATIONS) {
    const message = `Expected at most ${MAX_COMBINATIONS} combinations`;
    return { tests: [], problems: [misfit(at, message, "Leave some values out")] };
  }
  const read = combinationsOf(values.data).map((combination) =>
    readTest(test, path, combination, around),
  );
  return {
    tests: read.flatMap((each) => each.tests),
    problems: distinct(read.flatMap((each) => each.problems)),
  };
}

function readTest(test: Table, path: Path, combination: Combination, around: Around): ReadTests {
  const filled = fillIn(test, path, combination);
  const { written, problems } = schemaProblems(filled.test, path, around);
  const all = [
    ...filled.problems,
    ...problems,
    // A reference that leads nowhere is one problem, and not also a name that nothing declares.
    ...(filled.problems.length > 0 ? [] : testProblems(path, filled.test, around.known)),
  ];
  if (written === undefined || all.length > 0) return { tests: [], problems: all };
  return { tests: [toTest(written, test, combination)], problems: [] };
}

function schemaProblems(
  test: unknown,
  path: Path,
  { tree }: Around,
): { readonly written: WrittenTest | undefined; readonly problems: readonly Problem[] } {
  const read = writtenTest.safeParse(test, { jitless: true });
  if (read.success) return { written: read.data, problems: [] };
  const tests = listOf(tree["tests"]).map((each, index) => (index === path[1] ? test : each));
  const problems = problemsOf(prefixed(read.error.issues, path), { ...tree, tests });
  return { written: undefined, problems };
}

function prefixed(issues: readonly z.core.$ZodIssue[], path: Path): z.core.$ZodIssue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** The same mistake in every combination is one mistake. */
function distinct(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((each) => [`${pointerOf(each.path)} ${each.message}`, each]));
  return [...byText.values()];
}

function toTest(
  written: WrittenTest,
  test: Table,
  combination: Combination,
): Omit<SpecTest, "line"> {
  const { flag, segment, name, ...rest } = written;
  const key = flag ?? segment ?? "";
  const own = name ?? `${key} ${whoText(written)}`;
  // A name with a reference in it says which combination it is.
  const told = combination.size === 0 || own !== (test["name"] ?? own);
  return {
    ...rest,
    name: told ? own : `${own} (${combinationText(combination)})`,
    kind: flag === undefined ? "segment" : "flag",
    key,
  };
}

function whoText({ person: { id, at, variantAt }, segments }: WrittenTest): string {
  if (id !== undefined) return `for ${id}`;
  const places = [
    ...(at === undefined ? [] : [`at ${at} %`]),
    ...(variantAt === undefined ? [] : [`at ${variantAt} % of the variants`]),
    ...(segments.length === 0 ? [] : [`in ${segments.join(", ")}`]),
  ];
  return places.length === 0 ? "for everyone" : places.join(", ");
}
