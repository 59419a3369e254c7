import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { OpsError } from "../errors.ts";
import { codeOf, isAbsent } from "./file-error.ts";

/**
 * The name under which this installation is known, made up at first use: a random UUID. Processes
 * that start together agree on one, because a whole file is put in place and never over another.
 * Throws `config` when it can be neither read nor written.
 */
export async function identity(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const held = await read(path);
    if (held !== undefined) return held;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${randomUUID()}\n`, { mode: 0o600, flag: "wx" });
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
    return (await read(path)) ?? refuse(path, "no identity stands in it");
  } catch (error) {
    if (error instanceof OpsError) throw error;
    return refuse(path, codeOf(error));
  } finally {
    await rm(draft, { force: true });
  }
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Undefined when there is no file. What is no UUID of ours was written by somebody else. */
async function read(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    return UUID.test(text) ? text : refuse(path, "no identity stands in it");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function refuse(path: string, why: string): never {
  throw new OpsError("config", `Cannot use "${basename(path)}": ${why}`, {
    hint: "Remove the file, and a new identity is made up",
  });
}
