import { isRecord } from "../../event/value.ts";
import { deadline } from "../../posthog/deadline.ts";

/** What came of sending a batch. */
export type Answer =
  /** The collector has it, now or since an earlier try; `refused` is how many cells it left out, by reason. */
  | {
      readonly came: "accepted";
      readonly accepted: number;
      readonly refused: ReadonlyMap<string, number>;
    }
  /** Nobody knows whether it has it: the same batch is sent again. */
  | { readonly came: "later"; readonly waitMs: number }
  /** It will never take this batch. */
  | { readonly came: "refused"; readonly status: number };

/** Sends one batch under its id. Never throws: what goes wrong is an answer. */
export type Send = (batch: SealedBatch) => Promise<Answer>;

interface SealedBatch {
  readonly id: string;
  readonly body: string;
}

/** How the counters' HTTP client borrows the network. */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  /** Breaks off what is under way, and whatever comes after. */
  readonly signal: AbortSignal;
}

/** The headers of every batch: with no header of its own, no client can be told by them. */
export const HEADERS: Readonly<Record<string, string>> = {
  accept: "application/json",
  "content-type": "application/json",
  "user-agent": "assay",
};

/**
 * Sends batches to the declared address and nowhere else: a redirect is not followed, and only the
 * collector's own 202 counts as an answer, so that a hotel's login page takes no batch away.
 */
export function sendTo(endpoint: string, { fetch, timeoutMs, signal }: Network): Send {
  async function exchange({ id, body }: SealedBatch, until: AbortSignal): Promise<Answer> {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { ...HEADERS, "idempotency-key": id },
      body,
      redirect: "manual",
      signal: until,
    });
    return read(response.status, await response.text(), response.headers.get("retry-after"));
  }

  return async (batch) => {
    const patience = deadline(timeoutMs);
    const done = new AbortController();
    const until = AbortSignal.any([patience.signal, signal]);
    try {
      until.throwIfAborted();
      // A `fetch` that does not heed its signal is not waited for either.
      return await Promise.race([exchange(batch, until), aborted(until, done.signal)]);
    } catch {
      return { came: "later", waitMs: 0 };
    } finally {
      done.abort();
      patience.release();
    }
  };
}

/** Rejects when a signal aborts, unless it is released before. */
async function aborted(signal: AbortSignal, release: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tell = (): void => reject(new Error("The request was broken off"));
    signal.addEventListener("abort", tell, { once: true, signal: release });
  });
}

function read(status: number, text: string, retryAfter: string | null): Answer {
  const receipt = status === 202 ? parseReceipt(text) : undefined;
  if (receipt !== undefined) return receipt;
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  if (isFinal) return { came: "refused", status };
  return { came: "later", waitMs: secondsOf(retryAfter) * 1000 };
}

/** `{"accepted":n,"refused":{WHY:n}}`; undefined for anything else. */
function parseReceipt(text: string): Answer | undefined {
  const said = parseJson(text);
  if (!isRecord(said) || !isCount(said["accepted"]) || !isRecord(said["refused"])) return undefined;
  const refused = Object.entries(said["refused"]);
  const known = refused.flatMap(([why, cells]) => (isCount(cells) ? [[why, cells] as const] : []));
  return { came: "accepted", accepted: said["accepted"], refused: new Map(known) };
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const MAX_WAIT_SECONDS = 86_400;

/** Seconds of `Retry-After`; a date in its place is no wait of ours. */
function secondsOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 0);
  return seconds > 0 ? Math.min(seconds, MAX_WAIT_SECONDS) : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
