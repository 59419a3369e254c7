import { parseConfig } from "../../src/config/parse.ts";
import { OpsError } from "../../src/errors.ts";
import { parseSpecs } from "../../src/spec/parse.ts";
import type { FileResult, TestResult } from "../../src/spec/result.ts";
import { runSpecs } from "../../src/spec/run.ts";
import type { Spec } from "../../src/spec/spec.ts";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { expect } from "vitest";
import { NOW } from "../assay.ts";

/** A config with a flag of every sort that a spec can ask about. */
export const CONFIG = `
version = 1
[flags.quarter]
rollout = 25
payloads = { true = { columns = 3 } }
[flags.nobody]
rollout = 0
[flags.pricing]
[[flags.pricing.groups]]
match = [{ property = "plan", value = ["pro", "team"] }, { property = "seats", operator = "gte", value = 5 }]
rollout = 50
[[flags.pricing.groups]]
match = [{ property = "plan", value = "internal" }]
[flags.recent]
[[flags.recent.groups]]
match = [{ property = "joined", operator = "is_date_after", value = "-7d" }]
[flags.by-device]
bucketing = "device_id"
rollout = 50
[experiments.copy]
variants = [{ key = "control", share = 50 }, { key = "plain", share = 30 }, { key = "bold", share = 20 }]
enabled_variants = ["plain", "bold"]
rollout = 40
payloads = { bold = 7 }
[experiments.local]
remote = false
enabled_by_default = true
`;

export function declared(toml: string = CONFIG): readonly Declaration[] {
  const { flags, experiments } = parseConfig(toml, { file: "assay.toml" });
  return [...flags, ...experiments];
}

/** The spec that the text is; throws when it is refused. */
export function parse(text: string, toml?: string): Spec {
  const [spec] = parseSpecs([{ file: "a.assay.test.toml", text }], declared(toml));
  return spec ?? expect.fail("no spec was read");
}

/** What came of each test in the text. */
export function results(text: string, toml?: string): FileResult["tests"] {
  const run = runSpecs([parse(text, toml)], {
    declared: declared(toml),
    groupTypes: ["company"],
    now: NOW,
  });
  return run.files.flatMap(({ tests }) => tests);
}

/** What came of the one test in the text. */
export function result(text: string, toml?: string): TestResult {
  const all = results(`[[tests]]\n${text}`, toml);
  expect(all).toHaveLength(1);
  return all[0] ?? expect.fail("no test ran");
}

/** What is wrong with the text, one line a problem: place, rule, pointer, message, hint. */
export function problems(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return error.diagnostics.map(
      ({ line, column, rule, pointer, message, hint }) =>
        `${line}:${column} ${rule} ${pointer ?? "-"}: ${message} | ${hint ?? "-"}`,
    );
  }
  return expect.fail("the spec was taken");
}
