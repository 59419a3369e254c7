import { type Answer, waitInBody } from "./answer.ts";

/** Three more tries after the first. */
export const MAX_RETRIES = 3;

/** Nobody waits longer than this for one try; PostHog's hourly limits would have us wait longer. */
const LONGEST_MS = 60_000;

/** How one try failed: an answer, or none at all. */
export type Failure =
  | { readonly failed: "answer"; readonly answer: Answer }
  /** `unsent`: no connection, so the request cannot have had an effect. */
  | { readonly failed: "network"; readonly unsent: boolean };

/**
 * How long to wait before the next try, in milliseconds; undefined when there must be none
 * (`posthog-api.md` 1.5). A 429 was rejected before it had an effect, so every method may try
 * again; a 5xx or a lost answer may hide a success, so only what changes nothing twice may.
 *
 * @param retry how many retries there were before this one
 * @param random 0 to 1
 */
export function retryDelay(
  failure: Failure,
  {
    method,
    retry,
    now,
    random,
  }: Readonly<{ method: string; retry: number; now: number; random: number }>,
): number | undefined {
  if (retry >= MAX_RETRIES || !mayRetry(failure, method)) return undefined;
  const asked = failure.failed === "answer" ? askedWait(failure.answer, now) : undefined;
  const delay = asked ?? Math.min(200 * 2 ** retry, 5000) * (0.8 + 0.4 * random);
  return delay > LONGEST_MS ? undefined : delay;
}

function mayRetry(failure: Failure, method: string): boolean {
  const isIdempotent = method === "GET";
  if (failure.failed === "network") return isIdempotent || failure.unsent;
  const { status } = failure.answer;
  return status === 429 || (status >= 500 && isIdempotent);
}

/** What the server asks for: its header, else the words of its body. */
function askedWait(answer: Answer, now: number): number | undefined {
  const header = answer.retryAfter?.trim() ?? "";
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const seconds = answer.status === 429 ? waitInBody(answer) : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}
