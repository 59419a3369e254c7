import { OpsError } from "../errors.ts";

/** What the server said to one request, its body still text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Seconds, or an HTTP date. */
  readonly retryAfter: string | null;
}

/** The request that was answered, as far as an error may tell of it. */
export interface Asked {
  /** The path without the query. */
  readonly path: string;
  readonly host: string;
}

/**
 * Why an answer is no success, in terms a person can act on (`posthog-api.md` 1.4). Bodies may be
 * JSON, plain text or a proxy's HTML; only the `detail` of PostHog's own JSON is repeated.
 */
export function toOpsError({ status, text }: Answer, { path, host }: Asked): OpsError {
  const { detail, code, approval } = parseBody(text);
  if (status >= 300 && status < 400)
    return new OpsError("config", `Cannot use host "${host}": it sends requests elsewhere`, {
      hint: "Set [posthog] host to the address it redirects to",
    });
  if (status === 401)
    return new OpsError("unauthorized", "Cannot ask PostHog: it does not know the key", {
      hint: "Set POSTHOG_PERSONAL_API_KEY to a personal API key (phx_…) of this host's region, made under Settings, Personal API keys",
    });
  if (status === 403) return toForbidden(detail);
  if (status === 404) return toNotFound(path);
  if (status === 409) {
    if (approval) return toPending();
    const why = detail ?? "it was changed meanwhile";
    return new OpsError("conflict", `Cannot write to PostHog: ${why}`, { hint: "Plan again" });
  }
  if (status === 429)
    return new OpsError("unavailable", "Cannot ask PostHog: too many requests", {
      hint: "Try again in a minute; jobs that share a key share its limit",
    });
  if (status >= 500)
    return new OpsError("unavailable", `Cannot ask PostHog: it answered ${status}`, {
      hint: "Try again later",
    });
  const why = detail ?? (code === undefined ? `it answered ${status}` : `${code} (${status})`);
  return new OpsError("refused", `Cannot write to PostHog: ${why.replace(/\.$/, "")}`);
}

/** The seconds that the body of a 429 asks for. */
export function waitInBody({ text }: Answer): number | undefined {
  const seconds = /available in (\d+) seconds?/.exec(parseBody(text).detail ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** Nothing moved: somebody has to agree first. Scripts tell it by its rule. */
function toPending(): OpsError {
  const message = "Cannot write to PostHog: it is waiting for approval";
  const hint = "Approve the change request in PostHog, then run again";
  const diagnostic = { rule: "approval.pending", severity: "error", message, hint } as const;
  return new OpsError("conflict", message, { hint, diagnostics: [diagnostic] });
}

function toForbidden(detail: string | undefined): OpsError {
  const scope = /missing required scope '([a-z_]+:[a-z]+)'/.exec(detail ?? "")?.[1];
  if (scope !== undefined)
    return new OpsError("unauthorized", `Cannot ask PostHog: the key lacks scope "${scope}"`, {
      hint: `Add ${scope} to the key under Settings, Personal API keys`,
    });
  const why = detail?.replace(/\.$/, "") ?? "the key may not do this";
  return new OpsError("unauthorized", `Cannot ask PostHog: ${why}`, {
    hint: "Check POSTHOG_PERSONAL_API_KEY and what it is limited to",
  });
}

/** A list is only missing with its project; a single thing may have been deleted. */
function toNotFound(path: string): OpsError {
  const project = /^\/api\/projects\/([^/]+)\/[a-z_]+\/$/.exec(path)?.[1];
  if (project === undefined)
    return new OpsError("conflict", "Cannot find it in PostHog: it is not there any more", {
      hint: "Plan again",
    });
  return new OpsError(
    "config",
    `Cannot use project ${decodeURIComponent(project)}: it is not known to this key`,
    { hint: "Check [posthog] project and host, and which projects the key is limited to" },
  );
}

interface Body {
  readonly detail: string | undefined;
  readonly code: string | undefined;
  readonly approval: boolean;
}

function parseBody(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const held = typeof body === "object" && body !== null ? new Map(Object.entries(body)) : null;
  return {
    detail: toLine(held?.get("detail") ?? held?.get("error")),
    code: toLine(held?.get("code")),
    approval: (held?.get("change_request_id") ?? null) !== null,
  };
}

/** One line of foreign text, without control characters and not too long. */
function toLine(value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const line = value.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
