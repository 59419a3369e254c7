import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { codeOf } from "../disk/file-error.ts";
import { OpsError } from "../errors.ts";
import type { SpecSource } from "../spec/parse.ts";
import { type FileKind, filesNamed } from "./named-files.ts";

/** How the name of every spec file ends. */
export const SPEC_ENDING = ".assay.test.toml";

const SPECS: FileKind = {
  noun: "a spec",
  inFolder: `**/*${SPEC_ENDING}`,
  called: `*${SPEC_ENDING} file`,
  ignore: ["**/node_modules/**"],
  hint: `Write one beside assay.toml, or name files, folders, or globs in quotes`,
};

/**
 * The spec files that a command line names, from `cwd`; each once, in the order given, a folder's
 * and a glob's by name. Throws `usage` for a name that matches nothing.
 */
export async function findSpecs(names: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(await filesNamed(name, SPECS, cwd)));
  return [...new Set(found)];
}

/** The text of a spec file. Throws `usage` when it cannot be read. */
export async function readSpec(file: string, cwd: string): Promise<SpecSource> {
  try {
    return { file, text: await readFile(resolve(cwd, file), "utf8") };
  } catch (error) {
    throw new OpsError("usage", `Cannot read a spec: ${codeOf(error)}`, { cause: error });
  }
}
