/** What a person said about being counted, as it is recorded. */
export interface Grant {
  readonly state: "granted" | "denied" | "revoked" | undefined;
  /** ISO date; a grant without one is none. */
  readonly on: string | undefined;
  /** The policy version that was agreed to. */
  readonly policy?: number;
}

/** What was counted, and under which promise. */
export interface Counting {
  readonly doNotTrack: string | undefined;
  readonly grant: Grant;
  /** When the events happened: ISO dates or times. */
  readonly events: readonly string[];
  /** How many of them were counted. */
  readonly counted: number;
  /** The policy in force, where collection has widened since the one before. */
  readonly widenedTo?: number;
}

/**
 * Whether anything was counted without leave, sorted (`privacy-rules.md` 7, `consent.*`). A refusal
 * beats any grant; the day of the grant itself does not count.
 */
export function judgeConsent(counting: Counting): string[] {
  const { doNotTrack, grant, events, counted, widenedTo } = counting;
  if (counted === 0) return [];
  const found: string[] = [];
  const { state, on, policy } = grant;
  if (state !== "granted" || on === undefined) found.push("consent.not-given");
  else if (counted > events.filter((at) => at.slice(0, 10) > on.slice(0, 10)).length)
    found.push("consent.before-optin");
  if (asksNotTo(doNotTrack)) found.push("consent.do-not-track");
  if (widenedTo !== undefined && (policy ?? 0) < widenedTo) found.push("consent.policy-changed");
  return found.toSorted();
}

/** Any value of DO_NOT_TRACK but these is a refusal: none is read from a misspelt one. */
function asksNotTo(doNotTrack: string | undefined): boolean {
  return !["", "0", "false", "no", "off"].includes((doNotTrack ?? "").toLowerCase());
}
