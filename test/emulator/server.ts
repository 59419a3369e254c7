import { createPostHog, type PostHogOptions } from "../../src/testing.ts";

export const NOW: number = Date.parse("2026-01-02T03:04:05.000Z");

export interface Seen {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads any part of any answer
  readonly body: any;
  readonly headers: Headers;
}

interface Ask {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server with a standing clock, and one line to ask it something. */
export interface Server {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly ask: (method: string, path: string, body?: unknown, ask?: Ask) => Promise<Seen>;
  /** The path inside project 1. */
  readonly api: (method: string, path: string, body?: unknown, ask?: Ask) => Promise<Seen>;
}

export function server(options: Partial<PostHogOptions> = {}): Server {
  let ids = 0;
  const posthog = createPostHog({
    now: () => NOW,
    uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`,
    ...options,
  });
  const ask: Server["ask"] = async (method, path, body, { key = "phx_dev", headers = {} } = {}) => {
    const response = await posthog.fetch(
      new Request(`http://posthog.test${path}`, {
        method,
        headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json" && text !== "";
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  return {
    fetch: posthog.fetch,
    ask,
    api: (method, path, body, options_) => ask(method, `/api/projects/1${path}`, body, options_),
  };
}

/** The least that a flag needs. */
export const flagBody = (key: string, filters: object = {}): object => ({
  key,
  filters: { groups: [{ properties: [], rollout_percentage: 100 }], ...filters },
});

/** The least that an experiment needs. */
export const experimentBody = (key: string, more: object = {}): object => ({
  name: `Experiment ${key}`,
  feature_flag_key: key,
  ...more,
});

export const HALVES: readonly object[] = [
  { key: "control", rollout_percentage: 50 },
  { key: "test", rollout_percentage: 50 },
];

export function validationError(
  detail: string,
  attr: string | null = null,
  code = "invalid_input",
): object {
  return { type: "validation_error", code, detail, attr };
}
