import type { PersonalKey, Project } from "./access.ts";
import type { CaptureLine } from "./capture.ts";
import type { Query } from "./queries.ts";
import type { RunningQueries } from "./running-queries.ts";
import type { State } from "./state.ts";

/** One thing the server can be asked. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Without the last slash; `:name` stands for one segment. */
  readonly path: string;
  readonly handle: Handle;
}

/** A route under `/api/`: a personal key with this scope opens it. */
export interface PrivateRoute extends Omit<Route, "handle"> {
  readonly scope: string;
  /** Whether a project's secret key opens it too. */
  readonly opensToSecretKeys?: true;
  readonly handle: (call: PrivateCall) => Answer | Promise<Answer>;
}

/** Handlers are pure: what they change comes back in the answer. Only queries are waited for. */
type Handle = (call: Call) => Answer | Promise<Answer>;

/** A request, read. */
export interface Call {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Headers;
  /** The body, decompressed. */
  readonly text: string;
  readonly state: State;
  readonly projects: readonly Project[];
  readonly personalKeys: readonly PersonalKey[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly uuid: () => string;
  /** Answers queries in the place of an analytics database. */
  readonly query?: Query;
  readonly running: RunningQueries;
}

/** A request of someone known, inside one project. */
export interface PrivateCall extends Call {
  readonly project: Project;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server says, and what it knows afterwards. */
export interface Answer {
  /** 200 unless told. */
  readonly status?: number;
  /** Sent as JSON; a string is sent as plain text, undefined as nothing. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The next state, when it changed. */
  readonly state?: State;
  /** What was captured, for the recorder. */
  readonly captured?: readonly CaptureLine[];
}

/** Finds a path's routes, one for each method, and the values of its parameters. */
export function matchPath(
  routes: readonly Route[],
  path: string,
): { readonly routes: readonly Route[]; readonly params: Readonly<Record<string, string>> } {
  const asked = segments(path);
  const matching = routes.filter((route) => matches(segments(route.path), asked));
  // A literal segment beats a parameter, so that `/feature_flags/activity/` is never an id.
  const wild = (route: Route): number => route.path.split(":").length;
  const best = Math.min(...matching.map(wild));
  const found = matching.filter((route) => wild(route) === best);
  return { routes: found, params: paramsOf(found[0], asked) };
}

const segments = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

function matches(pattern: readonly string[], asked: readonly string[]): boolean {
  return (
    pattern.length === asked.length &&
    pattern.every((segment, index) => segment.startsWith(":") || segment === asked[index])
  );
}

function paramsOf(route: Route | undefined, asked: readonly string[]): Record<string, string> {
  const named = segments(route?.path ?? "").map(
    (segment, index) => [segment, asked[index] ?? ""] as const,
  );
  return Object.fromEntries(
    named
      .filter(([segment]) => segment.startsWith(":"))
      .map(([segment, value]) => [segment.slice(1), decode(value)]),
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
