import { appendFile, mkdir, open, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { OpsError } from "../errors.ts";
import { writeAtomically } from "./atomic.ts";
import { codeOf, isAbsent } from "./file-error.ts";
import { journalLine, parseJournal } from "./journal-line.ts";

/** Values in the order they were added, which outlive the process. */
export interface Journal {
  /** Throws `config` when the file is damaged, but for an end that a crash cut off. */
  readonly load: () => Promise<readonly unknown[]>;
  /** Resolves once the value is on the disk; a value is there as a whole or not at all. */
  readonly append: (value: unknown) => Promise<void>;
  /** Replaces all values, in one step. */
  readonly replace: (values: readonly unknown[]) => Promise<void>;
}

/** A journal in one file of one process: a line a value, each with a checksum. */
export function fileJournal(path: string): Journal {
  return {
    load: async () => {
      const { values, damaged } = parseJournal(await read(path));
      if (damaged > 0) throw unusable(path, "it is damaged");
      // The rest of a line that a crash cut off must not become part of the next one.
      await writeAtomically(path, values.map(journalLine).join(""), { mode: 0o600 });
      return values;
    },
    append: async (value) => {
      try {
        await appendDurably(path, journalLine(value));
      } catch (error) {
        throw unusable(path, codeOf(error));
      }
    },
    replace: async (values) =>
      writeAtomically(path, values.map(journalLine).join(""), { mode: 0o600 }),
  };
}

async function appendDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, text, { mode: 0o600 });
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return "";
    throw unusable(path, codeOf(error));
  }
}

function unusable(path: string, why: string): OpsError {
  return new OpsError("config", `Cannot use "${basename(path)}": ${why}`, {
    hint: "Name another file, or restore this one from a backup",
  });
}
