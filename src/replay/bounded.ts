import type { Finding } from "../privacy/finding.ts";
import { createFindings } from "./findings.ts";
import type { LogReplay } from "./result.ts";

/** More places are no report that anybody reads, and more text than an engine holds. */
const MOST_FINDINGS = 250_000;

/**
 * The same logs with fewer places of each fingerprint, where they have too many together: the first
 * of each, as many as there is room for, and one at least. Counts stay what they are. Asked after
 * each log or after all of them, it comes to the same.
 */
export function bounded(
  logs: readonly LogReplay[],
  most: number = MOST_FINDINGS,
): readonly LogReplay[] {
  const before = placesOf(logs);
  if (totalOf(logs) <= most && before === undefined) return logs;
  const sizes = logs.flatMap(({ findings }) => sizesOf(findings));
  const places = Math.min(limitFor(sizes, most), before ?? Infinity);
  return logs.map((log) => ({ ...log, findings: firstOf(log, places), places }));
}

/** Whether it is time to ask, so that what is held on the way has a bound too. */
export const isCrowded = (logs: readonly LogReplay[]): boolean => totalOf(logs) > 2 * MOST_FINDINGS;

const totalOf = (logs: readonly LogReplay[]): number =>
  logs.reduce((sum, { findings }) => sum + findings.length, 0);

/** How many places of each fingerprint these logs were cut down to; undefined where all are there. */
export function placesOf(logs: readonly LogReplay[]): number | undefined {
  const limits = logs.flatMap(({ places }) => places ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** How many places each fingerprint has. */
function sizesOf(findings: readonly Finding[]): number[] {
  const sizes = new Map<string, number>();
  for (const { fingerprint } of findings) sizes.set(fingerprint, (sizes.get(fingerprint) ?? 0) + 1);
  return [...sizes.values()];
}

/** The most that each may have, so that all have room: who has less leaves more to the others. */
function limitFor(sizes: readonly number[], most: number): number {
  let room = most;
  let left = sizes.length;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    if (size * left > room) return Math.max(1, Math.floor(room / left));
    room -= size;
    left -= 1;
  }
  return Infinity;
}

function firstOf({ path, findings }: LogReplay, places: number): readonly Finding[] {
  const kept = createFindings(path, { places });
  kept.append(findings, 0);
  return kept.list();
}
