import type { Finding } from "../privacy/finding.ts";

/** A finding, and the line of the config that declares, or should declare, what it is about. */
export interface ReportedFinding extends Finding {
  readonly declared: { readonly path: string; readonly line: number };
}

/** Findings with one fingerprint, over all logs. */
export interface FindingGroup {
  readonly first: ReportedFinding;
  /** How often, in all logs together. */
  readonly count: number;
  readonly findings: readonly ReportedFinding[];
}

/** A finding about the config itself: it is declared where it stands. */
export function atItsOwnPlace(finding: Finding): ReportedFinding {
  return { ...finding, declared: { path: finding.path, line: finding.line ?? 1 } };
}

/**
 * Folds findings by fingerprint, in their order. A log's findings of one fingerprint all say its
 * total in that log, so the totals of the logs add up.
 */
export function groupFindings(findings: readonly ReportedFinding[]): FindingGroup[] {
  const groups = new Map<string, [ReportedFinding, ...ReportedFinding[]]>();
  for (const finding of findings) {
    const group = groups.get(finding.fingerprint);
    if (group === undefined) groups.set(finding.fingerprint, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => ({
    first: group[0],
    count: totalCount(group),
    findings: group,
  }));
}

/** How often findings of one fingerprint were met, over all logs. */
export function totalCount(findings: readonly Finding[]): number {
  const totals = new Map(findings.map(({ path, count }) => [path, count]));
  return [...totals.values()].reduce((sum, count) => sum + count, 0);
}

/** The first places of a group, and a mark where there are more. */
export function placesOf({ findings, count }: FindingGroup, shown = 3): string {
  const places = findings.slice(0, shown).map(placeOf);
  return places.join(", ") + (count > places.length ? ", …" : "");
}

/** `log:line`, with the index in a batch where it is not the first. */
export function placeOf({ path, line, event }: Finding): string {
  const inBatch = event === null || event === 0 ? "" : ` event ${event}`;
  return line === null ? path : `${path}:${line}${inBatch}`;
}

/** `3 errors, 1 warning`: how many groups of each severity; notes only where there are any. */
export function tally(groups: readonly FindingGroup[]): string {
  const number = (severity: Finding["severity"]): number =>
    groups.filter(({ first }) => first.severity === severity).length;
  return [
    counted(number("error"), "error"),
    counted(number("warning"), "warning"),
    ...(number("note") > 0 ? [counted(number("note"), "note")] : []),
  ].join(", ");
}

/** `1 log`, `2 logs`. */
export const counted = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

/** One sentence about a group: what the rule says, where inside the event, and where in the logs. */
export function sentenceOf(group: FindingGroup): string {
  const { message, pointer } = group.first;
  const at = pointer === "" ? "" : ` at ${pointer}`;
  return `${message} (${counted(group.count, "time")}${at}: ${placesOf(group)})`;
}
