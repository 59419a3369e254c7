import type { Holdout } from "./bucket.ts";
import { intervalAt } from "./bucket.ts";
import type { Call } from "./call.ts";
import type { CompiledFlag } from "./compiled-flag.ts";
import { subjectOf } from "./evaluate.ts";
import type { FlagProperty } from "./flag.ts";
import { textOf } from "./operator.ts";
import type { Outcome, Reason } from "./outcome.ts";
import type { Subject } from "./person.ts";
import { ABSENT, held } from "./person.ts";
import type { CompiledGroup, Filter, Ruling } from "./release-group.ts";
import { ruleOn, subjectIn } from "./release-group.ts";

/** How a flag came to its outcome for one person, with the values that were compared. */
export interface Explanation {
  readonly key: string;
  readonly outcome: Outcome;
  /** Null when the flag has no holdout, or was settled before it. */
  readonly holdout: (Placement & { readonly value: string }) | null;
  /** The release groups that were looked at, in order. */
  readonly groups: readonly GroupExplanation[];
}

/** A hash from 0 to 1 and the share it must not exceed. */
export interface Placement {
  readonly hash: number;
  readonly threshold: number;
}

export interface GroupExplanation {
  readonly group: number;
  readonly ruling: Extract<Reason, Ruling | "no_group_type" | "inconclusive">;
  /** Whether the flag's outcome is this group's. */
  readonly decided: boolean;
  readonly filters: readonly FilterExplanation[];
  /** Null when nobody was there to be placed. */
  readonly rollout: Placement | null;
  /** Which variant the group gives, if it let the person in. */
  readonly variant: VariantExplanation | null;
}

export interface FilterExplanation {
  readonly type: "person" | "group" | "cohort" | "flag";
  /** The property, the cohort's id or the other flag's key. */
  readonly name: string;
  readonly operator: string;
  /** What the condition asks for; null where it names nothing. */
  readonly value: unknown;
  /** What the person or the group has; not there where that is not known, or no property is asked. */
  readonly held?: unknown;
  readonly match: "yes" | "no" | "unknown";
  readonly missing: readonly string[];
}

export interface VariantExplanation {
  /** Null where the variants leave a gap, which makes the flag plain true. */
  readonly key: string | null;
  /** Null when the group names its variant itself. */
  readonly hash: number | null;
  /** The places from `from` on that are below `to`. */
  readonly interval: { readonly from: number; readonly to: number } | null;
}

/** Looks at the same groups with the same pieces as the evaluation that led to the outcome. */
export function explainFlag(flag: CompiledFlag, outcome: Outcome, call: Call): Explanation {
  const { key } = flag;
  const subject = flag.active && flag.undecidable === undefined ? subjectOf(flag, call) : undefined;
  if (subject === undefined) return { key, outcome, holdout: null, groups: [] };
  const holdout = flag.holdout === undefined ? null : explainHoldout(flag.holdout, subject);
  const groups =
    outcome.reason === "holdout_condition_value" ? [] : explainGroups(flag, subject, outcome, call);
  return { key, outcome, holdout, groups };
}

function explainHoldout(
  { outcome, share, hash }: Holdout,
  { bucketing }: Subject,
): Explanation["holdout"] {
  return { value: String(outcome.value), hash: hash(bucketing), threshold: share };
}

function explainGroups(
  flag: CompiledFlag,
  flagSubject: Subject,
  outcome: Outcome,
  call: Call,
): GroupExplanation[] {
  const seen: GroupExplanation[] = [];
  for (const [index, group] of flag.groups.entries()) {
    const subject = subjectIn(group, flagSubject, call);
    const ruling = subject && ruleOn(group, subject, flag.buckets, call);
    seen.push({
      group: index,
      ruling: typeof ruling === "object" ? "inconclusive" : (ruling ?? "no_group_type"),
      decided: outcome.group === index,
      filters: subject ? group.filters.map((filter) => explainFilter(filter, subject, call)) : [],
      rollout: subject
        ? { hash: flag.buckets.rollout(subject.bucketing), threshold: group.share }
        : null,
      variant: subject ? explainVariant(group, subject, flag) : null,
    });
    if (isLast(ruling, flag)) break;
  }
  return seen;
}

function isLast(ruling: Ruling | undefined, { earlyExit }: CompiledFlag): boolean {
  if (typeof ruling === "object") return ruling.serverOnly;
  return ruling === "condition_match" || (ruling === "out_of_rollout_bound" && earlyExit);
}

function explainFilter(
  { property, judge }: Filter,
  subject: Subject,
  call: Call,
): FilterExplanation {
  const match = judge(subject, call);
  const type = typeOf(property);
  const name = textOf(type === "cohort" ? property.value : property.key) ?? "";
  return {
    type,
    name,
    operator: property.operator || DEFAULT_OPERATOR[type],
    value: property.value ?? null,
    ...(type === "cohort" || type === "flag" ? {} : heldBy(subject, name)),
    match: typeof match === "object" ? "unknown" : match ? "yes" : "no",
    missing: typeof match === "object" ? match.missing : [],
  };
}

/** Any other type is evaluated as a property of the person's. */
function typeOf({ type }: FlagProperty): FilterExplanation["type"] {
  return type !== undefined && Object.hasOwn(DEFAULT_OPERATOR, type) ? type : "person";
}

function heldBy(subject: Subject, name: string): Pick<FilterExplanation, "held"> {
  const value = held(subject, name);
  return value === ABSENT ? {} : { held: value };
}

const DEFAULT_OPERATOR = {
  person: "exact",
  group: "exact",
  cohort: "in",
  flag: "flag_evaluates_to",
} as const satisfies Record<FilterExplanation["type"], string>;

function explainVariant(
  group: CompiledGroup,
  { bucketing }: Subject,
  { buckets: { intervals, variant } }: CompiledFlag,
): VariantExplanation | null {
  if (group.variant !== undefined) return { key: group.variant, hash: null, interval: null };
  if (intervals.length === 0) return null;
  const hash = variant(bucketing);
  const interval = intervals[intervalAt(hash, intervals)];
  if (interval === undefined) return { key: null, hash, interval: null };
  const { key, from, to } = interval;
  return { key, hash, interval: { from, to } };
}
