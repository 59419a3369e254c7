import { OpsError } from "../../src/errors.ts";
import { type Base, EMPTY_BASE } from "../../src/experiment/lock.ts";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { apply, baseAfter, type Step } from "../../src/experiment/apply.ts";
import { observe } from "../../src/experiment/observe.ts";
import { plan, type Plan } from "../../src/experiment/plan.ts";
import type { RemoteStore } from "../../src/experiment/store.ts";
import { posthogStore } from "../../src/posthog/project.ts";
import { createPostHog, type PostHogOptions } from "../../src/testing.ts";

export const NOW: number = Date.parse("2026-06-01T12:00:00.000Z");

/** A PostHog in memory, a store in front of it, and a way to do what other people do there. */
export interface Remote {
  readonly store: RemoteStore;
  /** Another person's request inside the project. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads any part of any answer
  readonly ask: (method: string, path: string, body?: unknown) => Promise<any>;
  /** Every request of the store, as `METHOD path`. */
  readonly seen: string[];
  readonly fetch: typeof globalThis.fetch;
}

export interface RemoteOptions extends Partial<PostHogOptions> {
  readonly project?: number;
  readonly personalKey?: string;
  /** Stands between the store and the server. */
  readonly through?: (request: Request, send: () => Promise<Response>) => Promise<Response>;
}

export function remote(options: RemoteOptions = {}): Remote {
  const { project = 1, personalKey = "phx_dev", through, ...server } = options;
  const posthog = createPostHog({ now: () => NOW, ...server });
  const seen: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    seen.push(`${request.method} ${pathname}${search}`);
    const send = async (): Promise<Response> => posthog.fetch(request);
    return through === undefined ? send() : through(request, send);
  };
  const transport = {
    fetch,
    sleep: async () => {},
    now: () => NOW,
    random: () => 0.5,
    signal: new AbortController().signal,
  };
  return {
    store: posthogStore({ host: "http://posthog.test", project, personalKey }, transport),
    seen,
    fetch,
    ask: async (method, path, body) => {
      const response = await posthog.fetch(
        new Request(`http://posthog.test/api/projects/1/${path}`, {
          method,
          headers: { authorization: `Bearer ${options.personalKeys?.[0]?.key ?? "phx_dev"}` },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(JSON.stringify(answer));
      return answer;
    },
  };
}

/** The plan for what is declared. */
export async function planFor(
  store: RemoteStore,
  declarations: readonly Declaration[],
  base: Base = EMPTY_BASE,
): Promise<Plan> {
  const observed = await observe(store, declarations);
  return plan({ declarations, observed, base, environment: "default" });
}

/** Gathers an apply's steps; the error that ended it before any. */
export async function collect(
  source: AsyncIterable<Step>,
  steps: Step[],
): Promise<OpsError | undefined> {
  try {
    for await (const step of source) steps.push(step);
    return undefined;
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

/** The refusal that a deed ended with; undefined when it was done. */
export async function refusalOf(deed: Promise<unknown>): Promise<OpsError | undefined> {
  try {
    await deed;
    return undefined;
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

/** Plans and applies; the steps, and the base for the next time. */
export async function applyAll(
  store: RemoteStore,
  declarations: readonly Declaration[],
  base: Base = EMPTY_BASE,
): Promise<{ readonly steps: readonly Step[]; readonly base: Base }> {
  const planned = await planFor(store, declarations, base);
  const steps: Step[] = [];
  for await (const step of apply(planned, store)) steps.push(step);
  return { steps, base: baseAfter(base, planned, steps) };
}
