import { judgeConsent } from "../../privacy/release/judge-consent.ts";
import { judgeRequest } from "../../privacy/release/judge-request.ts";
import type { SentRequest } from "../../privacy/release/sent-request.ts";

/** What a person said before events came, and what else speaks for or against counting them. */
export interface Situation {
  readonly decision: "granted" | "denied" | "revoked" | undefined;
  /** How many days after the decision events come. */
  readonly days: number;
  /** Whether the policy version was raised since. */
  readonly isWidened: boolean;
  /** The variable of the environment that opts out. */
  readonly optOut?: string;
}

/** What an application did: batches that it kept or sent, and all that it asked of the network. */
export interface Conduct {
  readonly counted: number;
  readonly requests: readonly SentRequest[];
}

/** Puts the counters of an application into a situation, and shows it these lines as events. */
export type Behave = (situation: Situation, lines: readonly string[]) => Promise<Conduct>;

/** The counters of an application, where they may send, and the variables that opt out. */
export interface Counters {
  readonly behave: Behave;
  readonly endpoint: string;
  readonly optOuts: readonly string[];
}

const GRANTED: Situation = { decision: "granted", days: 2, isWidened: false };

/** Every situation but the plain grant: in none of them may anything be counted or sent. */
function silences(optOuts: readonly string[]): readonly Situation[] {
  return [
    { ...GRANTED, decision: undefined },
    { ...GRANTED, decision: "denied" },
    { ...GRANTED, decision: "revoked" },
    { ...GRANTED, days: 0 },
    { ...GRANTED, isWidened: true },
    ...["DO_NOT_TRACK", ...optOuts].map((optOut) => ({ ...GRANTED, optOut })),
  ];
}

/**
 * Asks the counters of an application themselves (`privacy-rules.md` 7): they may count under a
 * plain grant alone, and send to the declared address alone. Undefined where these events count
 * nothing even then, so that nothing is shown.
 */
export async function judgePromises(
  lines: readonly string[],
  { behave, endpoint, optOuts }: Counters,
): Promise<{ readonly tried: number; readonly broken: readonly string[] } | undefined> {
  const declared = judgeRequest({ method: "POST", url: endpoint, headers: [] }, [endpoint]);
  if (declared.length > 0) return { tried: 1, broken: declared };
  const allowed = await behave(GRANTED, lines);
  if (allowed.counted === 0) return undefined;
  const broken = new Set(allowed.requests.flatMap((sent) => judgeRequest(sent, [endpoint])));
  const situations = silences(optOuts);
  for (const situation of situations) {
    // oxlint-disable-next-line no-await-in-loop -- one application after the other
    const { counted, requests } = await behave(situation, lines);
    for (const rule of judgeSilence(situation, counted)) broken.add(rule);
    if (counted === 0 && requests.length > 0) broken.add("egress.undeclared-request");
  }
  return { tried: situations.length + 1, broken: [...broken].toSorted() };
}

const DECIDED_ON = "2026-01-05";

/** Which promise it breaks that something was counted. */
function judgeSilence({ decision, days, isWidened, optOut }: Situation, counted: number): string[] {
  const event = new Date(Date.parse(DECIDED_ON) + days * 86_400_000).toISOString();
  return judgeConsent({
    doNotTrack: optOut,
    grant: { state: decision, on: DECIDED_ON, policy: 1 },
    events: Array.from({ length: counted }, () => event),
    counted,
    ...(isWidened && { widenedTo: 2 }),
  });
}
