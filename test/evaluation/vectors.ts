import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Definitions } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";

/** A file of evaluations whose answers were given by posthog-node itself. */
export interface VectorFile {
  readonly file: string;
  readonly cases: readonly VectorCase[];
}

interface VectorCase extends Definitions {
  readonly name: string;
  readonly calls: readonly VectorCall[];
}

export interface VectorCall extends Person {
  readonly key: string;
  readonly expected: boolean | string;
  readonly reason?: string;
  readonly expectedPayload?: unknown;
}

const OWN = join(import.meta.dirname, "../../fixtures/evaluation");
const SHARED = join(import.meta.dirname, "../../../shared/vectors");

/** Our own files, and those of the SDKs where they lie beside the repository. */
export function vectorFiles(): VectorFile[] {
  return [...read(OWN, /./), ...read(SHARED, /^(?:sdk-.*|python-suite|consistency-simple)\.json$/)];
}

function read(folder: string, wanted: RegExp): VectorFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && wanted.test(name));
  return names
    .toSorted()
    .map((name): VectorFile => JSON.parse(readFileSync(join(folder, name), "utf8")));
}
