import type { PersonalKey, Project } from "./access.ts";
import { readText } from "./body.ts";
import type { CaptureLine } from "./capture.ts";
import { allowBrowsers, preflight } from "./cors.ts";
import { methodNotAllowed, notFound, Refusal } from "./refusal.ts";
import { matchPath, type Answer, type Route } from "./route.ts";
import { publicRoutes, routes } from "./routes.ts";
import { parseState } from "./saved-state.ts";
import { memoryStore, type State, type StateStore } from "./state.ts";

/** PostHog, as far as experiments as code need it, behind a `fetch` of its own. */
export interface PostHog {
  /**
   * Answers one request. Requests that come at once are carried out one after the other.
   * Rejects only when a port fails; then nothing has changed.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Reads the saved state, as the first request would. Throws `config` when it is not ours. */
  readonly ready: () => Promise<void>;
}

export interface PostHogOptions {
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** Where the state is kept; in memory unless told. */
  readonly store?: StateStore;
  /** Unless told: `phx_dev`, which may do everything. */
  readonly personalKeys?: readonly PersonalKey[];
  /** The first is `@current`. Unless told: project 1 with the project key `phc_dev`. */
  readonly projects?: readonly Project[];
  /** New ids of requests and metrics; random unless told. */
  readonly uuid?: () => string;
  /** The recorder: called with what was captured, as it came, before the client is answered. */
  readonly onCapture?: (lines: readonly CaptureLine[]) => void | Promise<void>;
  /** Faults for tests: answers in the server's place, or throws like a broken connection. */
  readonly before?: (request: Request) => Response | undefined | Promise<Response | undefined>;
}

/**
 * A PostHog-compatible server as a web `fetch` handler: flags, experiments, evaluation and capture
 * with PostHog's own paths, status codes and texts (`posthog-api.md` 1 to 4 and 7.3).
 *
 * 1. A request is read and its route is found.
 * 2. The handler, which is pure, answers with a response and the next state.
 * 3. Captured lines go to the recorder, then the state to the store.
 * 4. Only then the state is taken over and the client answered.
 *
 * A crash or a failing port between 2 and 4 leaves the old state; lines may have been recorded
 * for which the client got no answer, and which it will send again.
 */
export function createPostHog(options: PostHogOptions): PostHog {
  const store = options.store ?? memoryStore();
  let state: State | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<State> {
    state ??= parseState(await store.load());
    return state;
  }

  async function serve(request: Request, text: string): Promise<Response> {
    const held = await load();
    const answer = answerTo(request, { text, state: held, options });
    if (answer.captured !== undefined) await options.onCapture?.(answer.captured);
    if (answer.state !== undefined) {
      await store.save(answer.state);
      state = answer.state;
    }
    return respond(answer, request);
  }

  return {
    ready: async () => void (await load()),
    fetch: async (request) => {
      const fault = await options.before?.(request);
      if (fault !== undefined) return fault;
      const text = await readText(request).catch(refused);
      if (typeof text !== "string") return respond(text, request);
      const turn = last.then(() => serve(request, text));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

const PERSONAL_KEYS: readonly PersonalKey[] = [{ key: "phx_dev", scopes: ["*"] }];
const PROJECTS: readonly Project[] = [
  { id: 1, name: "Default project", token: "phc_dev", organization: "Development" },
];

function answerTo(
  request: Request,
  { text, state, options }: Readonly<{ text: string; state: State; options: PostHogOptions }>,
): Answer {
  const url = new URL(request.url);
  const found = matchPath(routes, url.pathname);
  try {
    const route = routeOf(found.routes, request);
    if (route === "preflight") return preflight(request);
    return route.handle({
      url,
      params: found.params,
      headers: request.headers,
      text,
      state,
      now: options.now(),
      projects: options.projects ?? PROJECTS,
      personalKeys: options.personalKeys ?? PERSONAL_KEYS,
      uuid: options.uuid ?? (() => crypto.randomUUID()),
    });
  } catch (error) {
    return refused(error);
  }
}

/** `HEAD` asks as `GET` does; the body is left out at the end. */
function routeOf(candidates: readonly Route[], { method }: Request): Route | "preflight" {
  if (candidates.length === 0) throw notFound();
  if (method === "OPTIONS" && candidates.some((route) => publicRoutes.includes(route)))
    return "preflight";
  const asked = method === "HEAD" ? "GET" : method;
  const route = candidates.find((candidate) => candidate.method === asked);
  if (route === undefined) throw methodNotAllowed(method);
  return route;
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body };
  throw error;
}

function respond({ status = 200, body, headers = {} }: Answer, request: Request): Response {
  const isText = typeof body === "string";
  const type = isText ? "text/plain; charset=utf-8" : "application/json";
  const content = isText || body === undefined ? body : JSON.stringify(body);
  return new Response(request.method === "HEAD" ? null : (content ?? null), {
    status,
    headers: {
      ...(body === undefined ? {} : { "content-type": type }),
      ...headers,
      ...allowBrowsers(request),
    },
  });
}
