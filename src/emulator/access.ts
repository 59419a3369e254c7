import { isRecord } from "../evaluation/record.ts";
import { parseJson } from "./parse-json.ts";
import { notFound, parseError, Refusal } from "./refusal.ts";
import type { Call, PrivateRoute, Route } from "./route.ts";

/** A personal API key and what it opens: `feature_flag:read`, `experiment:write`, …, or `*`. */
export interface PersonalKey {
  readonly key: string;
  readonly scopes: readonly string[];
  /** The ids of the only projects it opens; every project unless told. */
  readonly projects?: readonly number[];
}

export interface Project {
  readonly id: number;
  readonly name: string;
  /** The project key (`phc_…`) that captures and asks for flags. */
  readonly token: string;
  /** The secret key (`phs_…`), which reads flag definitions and remote config. */
  readonly secretKey?: string;
  /** The organization's name. */
  readonly organization: string;
  /** Changes of who gets what wait for a second person: 409 with a `change_request_id`. */
  readonly requiresApproval?: boolean;
  /** Over its billing limit: flags are not evaluated and definitions are answered 402. */
  readonly isOverQuota?: boolean;
}

/**
 * Puts the guard of the private API before a handler: a known key (401), its scope (403), the
 * project (404, or 403 when the key is not for it), and a body that is a JSON object (400), in
 * that order.
 */
export function guarded({ scope, opensToSecretKeys, handle, ...route }: PrivateRoute): Route {
  return {
    ...route,
    handle: (call) => {
      const key = findSecretKey(call, scope, opensToSecretKeys === true) ?? findKey(call);
      requireScope(key, scope);
      const project = findProject(call, key);
      requireProject(key, project);
      return handle({ ...call, project, body: jsonObject(call.text) });
    },
  };
}

/** The personal key of a request, or 401. PostHog looks in the header, the body, then the query. */
export function findKey(call: Call): PersonalKey {
  const offered = [
    ["Authorization header", bearer(call.headers)],
    ["body", bodyKey(call.text)],
    ["query string", call.url.searchParams.get("personal_api_key")],
  ] as const;
  const [place, given] = offered.find(([, key]) => key !== null) ?? ["", null];
  if (given === null)
    throw unauthenticated("not_authenticated", "Authentication credentials were not provided.");
  const known = call.personalKeys.find(({ key }) => key === given);
  if (known !== undefined) return known;
  const detail = `Personal API key found in request ${place} is invalid.`;
  throw unauthenticated("authentication_failed", detail);
}

/** The same, where no project is named: a key for certain projects is refused with 403. */
export function findAccountKey(call: Call): PersonalKey {
  const key = findKey(call);
  if (key.projects === undefined) return key;
  throw forbidden("API keys with scoped projects are only supported on project-based endpoints.");
}

/** The project whose secret key a request carries, if any. */
export function projectOfSecretKey({ projects, headers }: Call): Project | undefined {
  const given = bearer(headers);
  return projects.find(({ secretKey }) => secretKey !== undefined && secretKey === given);
}

/** Refuses with 403 a key that is for other projects. */
export function requireProject({ projects }: PersonalKey, { id }: Project): void {
  if (projects?.includes(id) === false)
    throw forbidden(`API key does not have access to the requested project: ID ${id}.`);
}

/** Refuses with 403 unless the key holds the scope. `write` implies `read`, `*` everything. */
export function requireScope({ scopes }: PersonalKey, scope: string): void {
  if (holdsScope(scopes, scope)) return;
  throw forbidden(`API key missing required scope '${scope}'`);
}

/** The token of an `Authorization: Bearer …` header. */
export function bearer(headers: Headers): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

/** The project that a project key belongs to, or the plain 401 of PostHog's public services. */
export function projectOfToken(call: Call, token: unknown): Project {
  if (typeof token !== "string" || token === "")
    throw new Refusal(
      401,
      "No API token provided. Please include a valid API token in your request.",
    );
  const project = call.projects.find((candidate) => candidate.token === token);
  if (project !== undefined) return project;
  throw new Refusal(
    401,
    "The provided API key is invalid or has expired. Please check your API key and try again.",
  );
}

function holdsScope(scopes: readonly string[], scope: string): boolean {
  const [object, verb] = scope.split(":");
  return (
    scopes.includes("*") ||
    scopes.includes(scope) ||
    (verb === "read" && scopes.includes(`${object}:write`))
  );
}

/** A secret key counts as a key with the one scope, where it is let in. */
function findSecretKey(call: Call, scope: string, isOpen: boolean): PersonalKey | undefined {
  const project = projectOfSecretKey(call);
  if (project === undefined) return undefined;
  if (!isOpen) throw forbidden("This action does not support project secret API key access");
  return { key: project.secretKey ?? "", scopes: [scope], projects: [project.id] };
}

/** By id. `@current` is the project of the query's token, else the first that the key opens. */
function findProject({ projects, params, url }: Call, key: PersonalKey): Project {
  const asked = params["project"] ?? "@current";
  const token = url.searchParams.get("token");
  const project =
    asked === "@current"
      ? (projects.find((candidate) => candidate.token === token) ??
        projects.find(({ id }) => key.projects?.includes(id) !== false))
      : projects.find(({ id }) => String(id) === asked);
  if (project === undefined) throw notFound();
  return project;
}

function unauthenticated(code: string, detail: string): Refusal {
  return new Refusal(401, { type: "authentication_error", code, detail, attr: null });
}

function forbidden(detail: string): Refusal {
  const type = "authentication_error";
  return new Refusal(403, { type, code: "permission_denied", detail, attr: null });
}

function bodyKey(text: string): string | null {
  try {
    const body: unknown = parseJson(text);
    const key = isRecord(body) ? body["personal_api_key"] : undefined;
    return typeof key === "string" ? key : null;
  } catch {
    return null;
  }
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === "") return {};
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    // Django repeats the parser's words, which may quote the body; a place is all a client needs.
    throw parseError("JSON parse error - the body is not valid JSON");
  }
  if (isRecord(body)) return body;
  throw new Refusal(400, {
    type: "validation_error",
    code: "invalid_input",
    detail: "Invalid data. Expected a dictionary, but got another type.",
    attr: null,
  });
}
