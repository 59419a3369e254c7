import type { Finding } from "../privacy/finding.ts";
import { inFindingOrder } from "../privacy/finding-order.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";
import { isIgnored } from "../privacy/ignore.ts";
import type { Config } from "./config.ts";
import { judges } from "./judges.ts";
import type { Judgement } from "./judgement.ts";
import { pointerOf } from "./problem.ts";

/**
 * What a valid config says that is probably not meant, or no longer, as of the ISO date `today`:
 * bad signals, expired experiments and ignores, targets that nobody reaches. Errors first, then by
 * rule, line and pointer.
 */
export function findingsOf(config: Config, today: string): Finding[] {
  return judges
    .flatMap((judge) => judge(config, today))
    .map((judgement) => toFinding(judgement, config))
    .toSorted(inFindingOrder);
}

/** The same without what the config accepts by an ignore that still holds. */
export function openFindingsOf(config: Config, today: string): Finding[] {
  return findingsOf(config, today).filter((found) => !isIgnored(found, config.privacy, today));
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
