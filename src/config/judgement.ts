import type { Finding, Severity } from "../privacy/finding.ts";
import { inFindingOrder } from "../privacy/finding-order.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";
import type { Config } from "./config.ts";
import { type Path, pointerOf } from "./problem.ts";

/** Something in a valid config that is probably not meant, or no longer. */
export interface Judgement {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: Path;
  readonly message: string;
}

/** Judges a config as of the ISO date `today`. */
export type Judge = (config: Config, today: string) => readonly Judgement[];

/** What these judges find: errors first, then by rule, line and pointer. */
export function judgedBy(judges: readonly Judge[], config: Config, today: string): Finding[] {
  return judges
    .flatMap((judge) => judge(config, today))
    .map((judgement) => toFinding(judgement, config))
    .toSorted(inFindingOrder);
}

/** Where a flag or an experiment stands in the document. */
export function pathOf({ kind, key }: Config["flags" | "experiments"][number]): Path {
  return [kind === "flag" ? "flags" : "experiments", key];
}

function toFinding({ rule, severity, path, message }: Judgement, config: Config): Finding {
  const pointer = pointerOf(path);
  return {
    rule,
    severity,
    path: config.file,
    line: config.locate(path).line,
    event: null,
    pointer,
    count: 1,
    fingerprint: fingerprintOf(rule, pointer, NO_EVENT),
    message,
  };
}

/** What stands in a fingerprint where no declared event is meant: `privacy-rules.md` 9. */
const NO_EVENT = "?";
