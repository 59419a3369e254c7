import { resolve } from "node:path";
import { OpsError } from "../errors.ts";
import type { Definitions } from "../evaluation/flag.ts";
import { isDefinitions } from "../evaluation/is-definitions.ts";
import type { Host } from "./host.ts";

/** Reads PostHog's local-evaluation payload from a file. Throws `usage`. */
export async function readDefinitions(path: string, host: Host): Promise<Definitions> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(resolve(host.cwd(), path), "utf8").catch((cause: unknown) => {
    throw refusal("the file cannot be read", cause);
  });
  const value = parseJson(text);
  if (!isDefinitions(value)) throw refusal('it has no list "flags" whose members have a key');
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal("it is not JSON", cause);
  }
}

function refusal(why: string, cause?: unknown): OpsError {
  return new OpsError("usage", `Cannot use --definitions: ${why}`, {
    hint: "It takes the body of PostHog's /flags/definitions endpoint",
    cause,
  });
}
