import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { OpsError } from "../errors.ts";
import { exclusively } from "./exclusive.ts";
import { codeOf } from "./file-error.ts";
import { readText } from "./json-store.ts";
import { setAside } from "./set-aside.ts";

/**
 * The name under which this installation is known, made up at first use: a random UUID. Processes
 * that start together agree on one, because a whole file is put in place and never over another.
 * Throws `config` when it can be neither read nor written.
 *
 * @param onSetAside told of a file that holds no identity, by whoever set it aside
 */
export async function identity(
  path: string,
  onSetAside: (problem: OpsError) => void,
): Promise<string> {
  const text = await readText(path);
  const held = parse(text);
  if (held !== undefined) return held;
  if (text !== undefined) await clear(path, onSetAside);
  await create(path, `${randomUUID()}\n`).catch((error: unknown) => refuse(path, error));
  return parse(await readText(path)) ?? refuse(path);
}

function refuse(path: string, cause?: unknown): never {
  throw new OpsError("config", `Cannot keep "${basename(path)}": ${codeOf(cause)}`, {
    hint: "Check that its folder exists and may be written",
    cause,
  });
}

/** Whether a file holds an identity, without changing it. Throws `config` when it cannot be read. */
export async function identityState(path: string): Promise<"ok" | "absent" | "unreadable"> {
  const text = await readText(path);
  if (text === undefined) return "absent";
  return parse(text) === undefined ? "unreadable" : "ok";
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Undefined for what is no UUID of ours: somebody else wrote it. */
function parse(text: string | undefined): string | undefined {
  const id = text?.trim() ?? "";
  return UUID.test(id) ? id : undefined;
}

/** Looks again under the lock, so that a good file that took its place stays. */
async function clear(path: string, onSetAside: (problem: OpsError) => void): Promise<void> {
  await exclusively(`${path}.lock`, async () => {
    const text = await readText(path);
    if (text !== undefined && parse(text) === undefined) onSetAside(await setAside(path));
  });
}

/** Makes a file whole and on the disk, or leaves the one that is there. */
async function create(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true });
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
