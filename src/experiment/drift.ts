import type { FieldChange } from "./fields.ts";
import { compare } from "./json.ts";
import { stageOfFlag } from "./lock.ts";
import { plan, type PlanInput } from "./plan.ts";
import { type Moves, STILL } from "./reassignment.ts";
import { isRemote, type Subject, toSubject } from "./subject.ts";

/** What others changed of one object since it was last applied from here. */
export interface Drift {
  /** What an apply would do about it. */
  readonly action: "create" | "update";
  readonly kind: "flag" | "experiment";
  readonly key: string;
  /** Never pending: what only the config changed is no drift. */
  readonly fields: readonly FieldChange[];
  readonly moves: Moves | null;
}

/**
 * What was changed in PostHog, and not from here, since the last apply: settings, objects that
 * were deleted, and stages, which only verbs change. What was never applied cannot drift.
 */
export function driftOf(input: PlanInput): Drift[] {
  const { declarations, observed, base } = input;
  const subjects = declarations
    .filter((declaration) => isRemote(declaration))
    .map((declaration) => toSubject(declaration, observed, base));
  const settings = plan(input).changes.flatMap(({ action, kind, key, fields, moves }): Drift[] => {
    if (action === "archive") return [];
    const moved = fields.filter(({ state }) => state !== "pending");
    return moved.length === 0 ? [] : [{ action, kind, key, fields: moved, moves }];
  });
  const stages = subjects.flatMap((subject) => stageDrift(subject, input));
  const merged = new Map<string, Drift>();
  for (const drift of [...settings, ...stages]) {
    const id = `${drift.kind} ${drift.key}`;
    const known = merged.get(id);
    merged.set(
      id,
      known === undefined ? drift : { ...known, fields: [...known.fields, ...drift.fields] },
    );
  }
  return [...merged.values()].toSorted(
    (left, right) => compare(right.kind, left.kind) || compare(left.key, right.key),
  );
}

/** An experiment's flag is switched by the verbs of the experiment. */
function stageDrift(
  { declaration: { kind, key }, flag, experiment }: Subject,
  { base }: PlanInput,
): Drift[] {
  const held = kind === "flag" ? base.flags[key] : base.experiments[key];
  const now = kind === "flag" ? flag && stageOfFlag(flag) : experiment?.stage;
  const id = kind === "flag" ? flag?.id : experiment?.id;
  if (held?.stage === undefined || now === undefined || held.id !== id) return [];
  if (held.stage === now) return [];
  const field: FieldChange = {
    path: "stage",
    state: "drift",
    base: held.stage,
    config: null,
    remote: now,
  };
  return [{ action: "update", kind, key, fields: [field], moves: STILL }];
}
