import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Finding } from "../privacy/finding.ts";
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
    .toSorted(byWeight);
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
    fingerprint: fingerprintOf(rule, pointer),
    message,
  };
}

/** No event is meant, so `?` stands in its place: `privacy-rules.md` 9. */
function fingerprintOf(rule: string, pointer: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${rule}\0${pointer}\0?`))).slice(0, 32);
}

const SEVERITIES = ["error", "warning", "note"];

function byWeight(left: Finding, right: Finding): number {
  return (
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    compare(left.rule, right.rule) ||
    (left.line ?? 0) - (right.line ?? 0) ||
    compare(left.pointer, right.pointer)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
