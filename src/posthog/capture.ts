import { isRecord } from "../evaluation/record.ts";
import { ingestionHost } from "./hosts.ts";

/** An event as it leaves: what the client added is in its properties. */
export interface LeavingEvent {
  readonly name: string;
  readonly distinctId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface CaptureAccess {
  readonly host: string;
  /** `phc_…` */
  readonly projectKey: string;
  readonly fetch: typeof globalThis.fetch;
}

/** What has the last word on what leaves. */
export interface Egress {
  /** Asked once for each event, in the form it would leave in; false keeps it back. */
  readonly approve: (event: LeavingEvent) => boolean;
  /** Asked before each request; false drops what waits. */
  readonly isOpen: () => boolean;
  /** Told of each event that PostHog does not take. */
  readonly refuse: (why: string) => void;
}

/** An application that ends waits no longer than this for its last events. */
const CLOSE_MS = 4000;

/** After a network error or a server's; what still fails waits for the next batch. */
const RETRIES = { fetchRetryCount: 2, fetchRetryDelay: 1000 };

/** Events to PostHog, in batches. */
export interface Capture {
  readonly capture: (event: LeavingEvent) => void;
  readonly flush: () => Promise<void>;
  /** Sends what waits, and ends. */
  readonly close: () => Promise<void>;
}

/** Opens posthog-node, which is loaded only now: who sends nothing never pays for it. */
export async function openCapture(access: CaptureAccess, egress: Egress): Promise<Capture> {
  const { PostHog } = await import("posthog-node");
  /** It would print each failure over what the application shows. */
  class QuietPostHog extends PostHog {
    protected override async flushAutomatic(): Promise<void> {
      await super.flushAutomatic().catch(() => undefined);
    }
  }
  const over = new AbortController();
  const send = approvedOnly(access.fetch, egress, over.signal);
  const client = new QuietPostHog(access.projectKey, {
    ...RETRIES,
    host: ingestionHost(access.host),
    disableGeoip: true,
    enableLocalEvaluation: false,
    // A body that cannot be read cannot be judged.
    disableCompression: true,
    fetch: async (url, { method, headers, body, signal }) =>
      send(url, { method, headers, body: typeof body === "string" ? body : "", signal }),
  });
  return {
    capture: ({ name, distinctId, properties }) =>
      client.capture({ event: name, distinctId, properties: { ...properties } }),
    flush: async () => client.flush(),
    close: async () => {
      const patience = setTimeout(() => over.abort(), CLOSE_MS);
      await client.flush().catch(() => undefined);
      clearTimeout(patience);
      // What could not leave by now never will: the client is answered here, and ends at once.
      over.abort();
      await client.shutdown(CLOSE_MS);
    },
  };
}

interface Sending {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * A `fetch` that sends batches of approved events and nothing else. The client adds properties of
 * its own after every hook it offers, so this is the one place that sees what really leaves. A
 * batch that is tried again is not judged again. Rejects where the batch should come again.
 */
function approvedOnly(
  fetch: typeof globalThis.fetch,
  { approve, isOpen, refuse }: Egress,
  over: AbortSignal,
): (url: string, sending: Sending) => Promise<Response> {
  const judged = new Map<unknown, boolean>();
  const isApproved = (event: unknown): boolean => {
    if (!isRecord(event)) return false;
    const verdict = judged.get(event["uuid"]) ?? approve(toLeaving(event));
    judged.set(event["uuid"], verdict);
    return verdict;
  };
  return async (url, { method, headers, body, signal }) => {
    const batch = isOpen() && !over.aborted ? parseBatch(body) : undefined;
    const events = batch?.events.filter(isApproved) ?? [];
    if (batch === undefined || events.length === 0) return dropped();
    const response = await fetch(url, {
      method,
      headers,
      body: JSON.stringify({ ...batch.around, batch: events }),
      signal: signal ? AbortSignal.any([signal, over]) : over,
    }).catch((error: unknown) => {
      if (over.aborted) return dropped();
      throw error;
    });
    const { ok, status } = response;
    if (isTransient(status)) throw new Error(`PostHog answered ${status}`);
    // A batch that is too large comes again in parts.
    if (status === TOO_LARGE && batch.events.length > 1) return response;
    if (!ok) for (const _ of events) refuse(`sink.http-${status}`);
    for (const event of batch.events) judged.delete(uuidOf(event));
    return response;
  };
}

const TOO_LARGE = 413;

/** What the client takes for an answer: it forgets the batch. */
const dropped = (): Response => new Response("{}");

function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function parseBatch(
  text: string,
): { readonly around: object; readonly events: readonly unknown[] } | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (!isRecord(body) || !Array.isArray(body["batch"])) return undefined;
    return { around: body, events: body["batch"] };
  } catch {
    return undefined;
  }
}

const uuidOf = (event: unknown): unknown => (isRecord(event) ? event["uuid"] : undefined);

function toLeaving(event: Readonly<Record<string, unknown>>): LeavingEvent {
  const { event: name, distinct_id, properties } = event;
  return {
    name: typeof name === "string" ? name : "",
    distinctId: typeof distinct_id === "string" ? distinct_id : "",
    properties: isRecord(properties) ? properties : {},
  };
}
