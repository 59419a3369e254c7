import type { Severity } from "../privacy/finding.ts";
import type { Config } from "./config.ts";
import type { Path } from "./problem.ts";

/** Something in a valid config that is probably not meant, or no longer. */
export interface Judgement {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: Path;
  readonly message: string;
}

/** Judges a config as of the ISO date `today`. */
export type Judge = (config: Config, today: string) => readonly Judgement[];

/** Where a flag or an experiment stands in the document. */
export function pathOf({ kind, key }: Config["flags" | "experiments"][number]): Path {
  return [kind === "flag" ? "flags" : "experiments", key];
}
