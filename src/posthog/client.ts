import { OpsError } from "../errors.ts";
import { type Answer, toOpsError } from "./answer.ts";
import { bodyText } from "./body-text.ts";
import { deadline } from "./deadline.ts";
import { pageDto, strange } from "./dto.ts";
import { type Failure, retryDelay } from "./retry.ts";

/** What the network door borrows from the process. */
export interface Transport {
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Ends everything: an interrupt, or the deadline when its reason is a `TimeoutError`. */
  readonly signal: AbortSignal;
}

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From the host's root, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** A question that is asked by POST: it changes nothing. */
  readonly reads?: true;
}

/** One host and one key. */
export interface Client {
  readonly host: string;
  /** The parsed JSON of a success, undefined for an empty body. Throws `OpsError` for all else. */
  request(request: ApiRequest): Promise<unknown>;
  /** Every row of a paged list. */
  list(path: string): Promise<unknown[]>;
}

/** Answers never come this late; a try that waits longer has failed. */
const TRY_MS = 30_000;

/** A list that goes on for ever is a fault of the server, or of a proxy. */
const MAX_PAGES = 1000;

/**
 * A client of PostHog's private API.
 *
 * @param host the app host, without a last slash
 */
export function createClient(
  { host, key }: { readonly host: string; readonly key: string },
  transport: Transport,
): Client {
  const request: Client["request"] = async (asked) => {
    const path = asked.path.replace(/\?.*$/, "");
    for (let retry = 0; ; retry += 1) {
      const tried = await attempt(asked, { host, key, transport });
      if (tried.failed === "no") return parseJson(tried.answer, host);
      const method = asked.reads === true ? "GET" : asked.method;
      const circumstances = { method, retry, now: transport.now(), random: transport.random() };
      const delay = retryDelay(tried, circumstances);
      if (delay === undefined)
        throw tried.failed === "answer" ? toOpsError(tried.answer, { path, host }) : lost(host);
      await pause(delay, transport);
    }
  };
  return {
    host,
    request,
    list: async (path) => {
      const rows: unknown[] = [];
      const read = new Set<string>();
      let next: string | null = path;
      while (next !== null) {
        // Half a list would look as if the rest were not there.
        if (read.has(next) || read.size >= MAX_PAGES) throw strange(host);
        read.add(next);
        const page = toPage(await request({ method: "GET", path: next }), host);
        for (const row of page.results) rows.push(row);
        ({ next } = page);
      }
      return rows;
    },
  };
}

type Tried = Failure | { readonly failed: "no"; readonly answer: Answer };

async function attempt(
  { method, path, body }: ApiRequest,
  { host, key, transport }: Readonly<{ host: string; key: string; transport: Transport }>,
): Promise<Tried> {
  stopIfOver(transport.signal);
  const patience = deadline(TRY_MS);
  try {
    const response = await transport.fetch(`${host}${path}`, {
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Following would turn a POST into a GET, or carry the key to another host.
      redirect: "manual",
      signal: AbortSignal.any([transport.signal, patience.signal]),
    });
    const answer = {
      status: response.status,
      // Whatever a server echoes, the key goes no further.
      text: (await bodyText(response, host)).replaceAll(key, "…"),
      retryAfter: response.headers.get("retry-after"),
    };
    return { failed: response.ok ? "no" : "answer", answer };
  } catch (error) {
    if (error instanceof OpsError) throw error;
    stopIfOver(transport.signal);
    return { failed: "network", unsent: isUnsent(error) };
  } finally {
    patience.release();
  }
}

/** Waits, unless everything ends meanwhile. */
export async function pause(delayMs: number, { sleep, signal }: Transport): Promise<void> {
  try {
    await sleep(delayMs, signal);
  } catch (error) {
    stopIfOver(signal);
    throw error;
  }
}

/** Turns an abort into the reason a person gave for it. */
function stopIfOver(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const reason: unknown = signal.reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError")
    throw new OpsError("unavailable", "Cannot ask PostHog: the time is over", {
      hint: "Give it longer with --timeout SECONDS",
    });
  throw new OpsError("interrupted", "Cannot go on: interrupted");
}

/** Node's codes for a connection that was never made. */
const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function isUnsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && NO_CONNECTION.has(cause.code);
}

function lost(host: string): OpsError {
  return new OpsError("unavailable", `Cannot reach PostHog at "${host}"`, {
    hint: "Check [posthog] host and the network, then try again",
  });
}

function parseJson({ text }: Answer, host: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw strange(host);
  }
}

/** `next` is absolute and may name a host that only a proxy knows: its path and query count. */
function toPage(
  body: unknown,
  host: string,
): { readonly results: readonly unknown[]; readonly next: string | null } {
  const page = pageDto.safeParse(body);
  if (!page.success) throw strange(host);
  const { results, next } = page.data;
  if (next === null || next === undefined) return { results, next: null };
  if (!URL.canParse(next, host)) throw strange(host);
  const { pathname, search } = new URL(next, host);
  return { results, next: pathname + search };
}
