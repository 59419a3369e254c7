import type { Said, SpecRun, TestResult } from "../spec/result.ts";
import type { Case } from "./cases.ts";
import { explanationLines } from "./evaluation.ts";
import { counted } from "./findings.ts";
import type { Block, Json, Report } from "./report.ts";

/** What came of spec files. Exit 1 when a test failed; people see how each of these came about. */
export function reportSpecs({ files }: SpecRun): Report {
  const tests = files.flatMap((file) => file.tests);
  const passed = tests.filter(({ ok }) => ok).length;
  const failed = tests.length - passed;
  const verdict = failed > 0 ? "FAIL" : "PASS";
  const count = `${verdict}  ${passed} passed, ${failed} failed in ${counted(files.length, "file")}`;
  return {
    outcome: failed > 0 ? "findings" : "ok",
    data: {
      passed,
      failed,
      files: files.map((file) => ({ path: file.path, tests: file.tests.map(toData) })),
    },
    blocks: [
      ...files.flatMap(({ path, tests: own }) => own.flatMap((test) => toBlocks(path, test))),
      { block: "text", text: count },
    ],
    cases: files.map(({ path, tests: own }) => ({
      name: path,
      cases: own.map((test) => toCase(path, test)),
    })),
  };
}

function toData(test: TestResult): Json {
  const { name, kind, key, line, ok, id, expected, actual, differs } = test;
  return { name, [kind]: key, line, ok, id, expected, actual, differs };
}

function toBlocks(path: string, test: TestResult): Block[] {
  if (test.ok) return [];
  return [
    { block: "text", text: `FAIL  ${path}:${test.line}  ${test.name}` },
    { block: "list", items: [...differenceLines(test), ...detailLines(test)] },
  ];
}

function toCase(path: string, test: TestResult): Case {
  const { name, key, line, ok } = test;
  const failure = { message: differenceLines(test).join("; "), details: detailLines(test) };
  return { name, about: key, path, line, ...(!ok && { failure }) };
}

function differenceLines({ differs, expected, actual }: TestResult): string[] {
  return differs.map(
    (name) => `${name}: expected ${valueText(expected, name)}, got ${valueText(actual, name)}`,
  );
}

/** Who was asked and why it came out so; the reason stands here unless it is asserted itself. */
function detailLines({ kind, key, id, differs, outcome, explanations }: TestResult): string[] {
  const { reason, cause, missing = [] } = outcome;
  const doubt = cause === undefined ? "" : `: ${[cause, ...missing].join(" ")}`;
  return [
    `${kind} ${key}, person ${id}`,
    ...(differs.includes("reason") ? [] : [`reason: ${reason}${doubt}`]),
    ...explanations.flatMap((each) => [
      ...(explanations.length > 1 ? [`${each.key}:`] : []),
      ...explanationLines(each),
    ]),
  ];
}

function valueText(said: Said, name: string): string {
  return JSON.stringify(said[name] ?? null);
}
