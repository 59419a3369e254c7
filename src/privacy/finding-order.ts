import type { Finding } from "./finding.ts";
import { RANK } from "./severity.ts";

/**
 * The order of every list of findings: severity, rule, path, line, event, pointer. What is about
 * the whole file or line stands before what is about a part of it.
 */
export function inFindingOrder(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compare(a.rule, b.rule) ||
    compare(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.event ?? -1) - (b.event ?? -1) ||
    compare(a.pointer, b.pointer)
  );
}

/** By code unit: the order must not depend on a locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
