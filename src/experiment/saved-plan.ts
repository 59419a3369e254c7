import { OpsError } from "../errors.ts";
import { isRecord } from "../evaluation/record.ts";
import { isSame } from "./json.ts";
import type { Plan } from "./plan.ts";

/** Where, with what and until when a plan may be applied. */
export interface Terms {
  /** The version of this tool. */
  readonly tool: string;
  readonly host: string;
  readonly project: number | undefined;
}

/**
 * A plan as a file keeps it, for somebody to approve. Applying makes the plan anew and asks that
 * it is this one: nothing in the file is carried out as it stands there, so an edit of an approved
 * plan changes nothing but that it is refused.
 */
export function toSavedPlan(plan: Plan, terms: Terms, now: number): unknown {
  const expiresAt = new Date(now + LIFETIME_MS).toISOString();
  return { savedPlan: VERSION, ...terms, expiresAt, ...plan };
}

const VERSION = 1;

/** A day: long enough for an approval, too short to forget what it was about. */
const LIFETIME_MS = 24 * 3_600_000;

/** The keys that a saved plan prunes; making it anew needs them. Throws `config` for other files. */
export function prunedIn(saved: unknown): readonly string[] {
  const { pruned } = requireSaved(saved);
  return Array.isArray(pruned) ? pruned.filter((key) => typeof key === "string") : [];
}

/**
 * Throws unless a saved plan still holds: `refused` when it is another tool's, another project's,
 * too old, of another config, or was edited; `conflict` when PostHog or the lock moved since.
 *
 * @param fresh the plan as it would be made now
 * @param now epoch milliseconds
 */
export function requireCurrent(saved: unknown, fresh: Plan, terms: Terms, now: number): void {
  const held = requireSaved(saved);
  const { tool, host, project, environment, expiresAt } = held;
  if (tool !== terms.tool) throw stale("refused", "another version of assay made it");
  if (environment !== fresh.environment)
    throw new OpsError("refused", "Cannot apply this plan: it is for another environment", {
      hint: "Choose the environment of the plan with --env, or plan again",
    });
  if (!isSame([host, project ?? null], [terms.host, terms.project ?? null]))
    throw stale("refused", "it is for another project");
  if (typeof expiresAt !== "string" || !(Date.parse(expiresAt) > now))
    throw stale("refused", "it is too old");
  if (held["config"] !== fresh.config) throw stale("refused", "the config changed since");
  if (!isSame(held["remote"], fresh.remote)) throw stale("conflict", "PostHog changed since");
  if (held["fingerprint"] !== fresh.fingerprint) throw stale("conflict", "the lock changed since");
  const isOwn = Object.entries(fresh).every(
    ([part, value]) => part === "changes" || isSame(held[part], value),
  );
  if (!isOwn || !isSame(deedsIn(held["changes"]), deedsIn(fresh.changes)))
    throw stale("refused", "it was edited");
}

/** Changes without who moves, which is a forecast: it may have asked people who are not here now. */
function deedsIn(changes: unknown): unknown {
  if (!Array.isArray(changes)) return undefined;
  return changes.map((change: unknown) =>
    isRecord(change) ? { ...change, moves: null, sample: null } : change,
  );
}

function requireSaved(saved: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(saved) && saved["savedPlan"] === VERSION) return saved;
  throw new OpsError("config", "Cannot read the plan: it is no file that plan --out wrote", {
    hint: "Make one with assay plan --out FILE",
  });
}

function stale(kind: "refused" | "conflict", why: string): OpsError {
  return new OpsError(kind, `Cannot apply this plan: ${why}`, { hint: "Plan again" });
}
