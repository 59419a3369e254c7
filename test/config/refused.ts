import { expect } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { type Diagnostic, OpsError } from "../../src/errors.ts";

/** The error that the text is refused with; fails when it is taken, or refused with a bug. */
export function refused(text: string, environment?: string): OpsError {
  try {
    parseConfig(text, { file: "assay.toml", ...(environment !== undefined && { environment }) });
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
  return expect.fail("the config was taken");
}

/** What is wrong with the text, one line a problem: place, rule, pointer, message, hint. */
export function problems(text: string): string[] {
  return refused(text).diagnostics.map(lineOf);
}

function lineOf({ line, column, rule, pointer, message, hint }: Diagnostic): string {
  return `${line}:${column} ${rule} ${pointer ?? "-"}: ${message} | ${hint ?? "-"}`;
}
