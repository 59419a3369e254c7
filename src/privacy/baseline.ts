import { isRecord } from "../event/value.ts";
import type { Finding } from "./finding.ts";
import { findingAt } from "./finding-at.ts";
import { judgeTerms } from "./ignore.ts";
import { isDate } from "./release/period.ts";
import { isProof } from "./rule.ts";

/** An earlier report whose findings are a known debt (`privacy-rules.md` 9). */
export interface Baseline {
  /** How often each fingerprint was found then, over all logs. */
  readonly counts: ReadonlyMap<string, number>;
  /** ISO date of the report. */
  readonly date: string | undefined;
  /** Added to the report's `meta` by a person; the last day still counts. */
  readonly reason: string | undefined;
  readonly expires: string | undefined;
}

/** Reads the JSON report of a replay; undefined for anything else. */
export function parseBaseline(report: unknown): Baseline | undefined {
  if (!isRecord(report) || !isRecord(report["data"])) return undefined;
  const { findings, known = [] } = report["data"];
  if (!Array.isArray(findings) || !Array.isArray(known)) return undefined;
  const places = [...findings, ...known].map(toPlace);
  const meta = isRecord(report["meta"]) ? report["meta"] : {};
  const terms = { date: meta["date"], reason: meta["reason"], expires: meta["expires"] };
  const { date, reason, expires } = terms;
  if (!isOptionalDate(date) || !isOptionalDate(expires)) return undefined;
  if (reason !== undefined && typeof reason !== "string") return undefined;
  const whole = places.filter((place) => place !== undefined);
  if (whole.length < places.length) return undefined;
  return { counts: countsOf(whole), date, reason, expires };
}

/** A finding as far as a baseline compares it: in which log, and how often there. */
type Counted = Pick<Finding, "fingerprint" | "path" | "count">;

function toPlace(value: unknown): Counted | undefined {
  if (!isRecord(value)) return undefined;
  const { fingerprint, path, count } = value;
  return typeof fingerprint === "string" && typeof path === "string" && typeof count === "number"
    ? { fingerprint, path, count }
    : undefined;
}

const isOptionalDate = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === "string" && isDate(value));

/** The total of each fingerprint. All places of one fingerprint in one log say the same count. */
function countsOf(findings: readonly Counted[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  const seen = new Set<string>();
  for (const { fingerprint, path, count } of findings) {
    const log = `${fingerprint}\0${path}`;
    if (seen.has(log)) continue;
    seen.add(log);
    totals.set(fingerprint, (totals.get(fingerprint) ?? 0) + count);
  }
  return totals;
}

/** Findings that a baseline knows, and those that are new or became more. */
export interface Divided {
  readonly known: readonly Finding[];
  readonly fresh: readonly Finding[];
}

/**
 * Divides findings by a baseline. What is proof itself is never known, and a baseline past its
 * last day knows nothing.
 */
export function divide(
  findings: readonly Finding[],
  baseline: Baseline | undefined,
  today: string,
): Divided {
  const { counts, expires = today } = baseline ?? { counts: new Map<string, number>() };
  const totals = countsOf(findings);
  const isKnown = ({ rule, fingerprint }: Finding): boolean =>
    today <= expires &&
    !isProof(rule) &&
    (totals.get(fingerprint) ?? 0) <= (counts.get(fingerprint) ?? 0);
  return { known: findings.filter(isKnown), fresh: findings.filter((each) => !isKnown(each)) };
}

/** What is wrong with a baseline's own terms on the ISO date `today`, as findings in its file. */
export function judgeBaseline(
  { reason, expires }: Pick<Baseline, "reason" | "expires">,
  path: string,
  today: string,
): Finding[] {
  const rules = judgeTerms({ reason: reason ?? "given", expires: expires ?? today, today });
  return rules.map((rule) =>
    findingAt(rule, {
      path,
      line: null,
      pointer: rule === "sup.no-reason" ? "meta.reason" : "meta.expires",
    }),
  );
}

/** Whether a report has stood for more than 90 days, which is a debt that nobody looks at. */
export function isStale({ date }: Pick<Baseline, "date">, today: string): boolean {
  return date !== undefined && Date.parse(today) - Date.parse(date) > 90 * 86_400_000;
}
