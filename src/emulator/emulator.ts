import { bearer, type PersonalKey, type Project } from "./access.ts";
import { withActivity } from "./activity.ts";
import { readText } from "./body.ts";
import type { CaptureLine } from "./capture.ts";
import { failure } from "./failure.ts";
import { BrokenConnection, faultsOf, type Fault } from "./faults.ts";
import type { Query } from "./queries.ts";
import { rateLimit } from "./rate-limit.ts";
import { answerTo, isPublic, refused, respond } from "./respond.ts";
import { runningQueries } from "./running-queries.ts";
import { parseState } from "./saved-state.ts";
import { memoryStore, type State, type StateStore } from "./state.ts";

/** PostHog, as far as experiments as code need it, behind a `fetch` of its own. */
export interface PostHog {
  /**
   * Answers one request. Requests that come at once are carried out one after the other. Rejects
   * when a port fails; then nothing has changed. A fault rule may break the connection: that
   * rejects with a `BrokenConnection`.
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
  /** Answers `/query/` and experiment results; without it they are those of a project without data. */
  readonly query?: Query;
  /** The recorder: called with what was captured, as it came, before the client is answered. */
  readonly onCapture?: (lines: readonly CaptureLine[]) => void | Promise<void>;
  /** Faults of your own: answers in the server's place, throws like a broken connection, or waits. */
  readonly before?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  /** Faults as rules (`parseFaultRule`), such as `503:0.1` or `PATCH /feature_flags 500 once`. */
  readonly faults?: readonly string[];
  /** Which requests a share of faults hits; 1 unless told. The same seed hits the same ones. */
  readonly seed?: number;
  /** Requests a minute that each personal key may make; any number unless told. */
  readonly requestsPerMinute?: number;
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
  const { projects = PROJECTS, personalKeys = PERSONAL_KEYS, query } = options;
  const uuid = options.uuid ?? ((): string => crypto.randomUUID());
  const running = runningQueries(options.now);
  const known = {
    projects,
    personalKeys,
    uuid,
    running,
    ...(query === undefined ? {} : { query }),
  };
  const faultOf = faultsOf(options.faults ?? [], options.seed ?? 1);
  const waitOf = rateLimit(options.requestsPerMinute ?? Infinity);
  let state: State | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<State> {
    state ??= parseState(await store.load());
    return state;
  }

  async function serve(request: Request, text: string): Promise<Response> {
    const held = await load();
    const now = options.now();
    const answer = await answerTo(request, { text, state: held, now, ...known });
    if (answer.captured !== undefined) await options.onCapture?.(answer.captured);
    if (answer.state !== undefined) {
      const next = withActivity(held, answer.state, { now, uuid });
      await store.save(next);
      state = next;
    }
    return respond(answer, request);
  }

  /** What a rule or the limit does to a request. */
  function troubleOf(request: Request): Fault | undefined {
    const fault = faultOf(request);
    if (fault !== undefined) return fault;
    const key = personalKeys.find((held) => held.key === bearer(request.headers))?.key;
    const wait = key === undefined ? undefined : waitOf(key, options.now());
    return wait === undefined ? undefined : { outcome: 429, retryAfter: wait };
  }

  return {
    ready: async () => void (await load()),
    fetch: async (request) => {
      const early = await options.before?.(request);
      if (early !== undefined) return early;
      const trouble = troubleOf(request);
      const text = await readText(request).catch(refused);
      if (trouble?.outcome === "cut") throw new BrokenConnection("The connection was cut");
      if (typeof trouble?.outcome === "number")
        return respond(
          failure(trouble.outcome, { isPublic: isPublic(request), ...trouble }),
          request,
        );
      if (typeof text !== "string") return respond(text, request);
      const turn = last.then(() => serve(request, text));
      last = turn.catch(() => undefined);
      const response = await turn;
      if (trouble?.outcome === "lost") throw new BrokenConnection("The answer was lost");
      return response;
    },
  };
}

const PERSONAL_KEYS: readonly PersonalKey[] = [{ key: "phx_dev", scopes: ["*"] }];
const PROJECTS: readonly Project[] = [
  {
    id: 1,
    name: "Default project",
    token: "phc_dev",
    secretKey: "phs_dev",
    organization: "Development",
  },
];
