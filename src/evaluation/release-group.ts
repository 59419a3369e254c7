import type { Buckets } from "./bucket.ts";
import { intervalAt, isInRollout, shareOf } from "./bucket.ts";
import type { Call } from "./call.ts";
import { compileFilter } from "./filter.ts";
import type { FlagFilters, FlagProperty, ReleaseGroup } from "./flag.ts";
import type { Doubts, Match, Unknown } from "./match.ts";
import { together } from "./match.ts";
import type { Decided } from "./outcome.ts";
import { decided } from "./outcome.ts";
import type { PayloadOf } from "./payload.ts";
import type { Subject } from "./person.ts";
import { groupSubject } from "./person.ts";
import type { Judged, Scope } from "./scope.ts";

/** One condition of a release group. */
export interface Filter extends Judged {
  readonly property: FlagProperty;
}

/** A release group, ready to be judged. */
export interface CompiledGroup {
  readonly filters: readonly Filter[];
  /** The part of those matched that is let in, 0 to 1. */
  readonly share: number;
  /** The variant everyone in this group gets, if it is one the flag has. */
  readonly variant: string | undefined;
  /** Whom the group is about where that is not whom its flag is about; undefined: nobody named. */
  readonly subject: ((call: Call) => Subject | undefined) | undefined;
  /** What the flag is for somebody whom the group lets in. */
  readonly admitted: (bucketing: string) => Decided;
  /** What it is for somebody who matches and is not let in, if no later group decides. */
  readonly refused: Decided;
}

/** What a group takes from the flag it belongs to. */
export interface Owner {
  readonly filters: FlagFilters;
  readonly buckets: Buckets;
  readonly payloadOf: PayloadOf;
}

export function compileGroup(
  group: ReleaseGroup,
  index: number,
  owner: Owner,
  scope: Scope,
): CompiledGroup {
  const { filters, payloadOf } = owner;
  const variants = filters.multivariate?.variants ?? [];
  const variant = variants.find(({ key }) => key !== "" && key === group.variant)?.key;
  const admit = (value: string | true): Decided =>
    decided(value, "condition_match", index, payloadOf(value));
  return {
    filters: (group.properties ?? []).map((property) => ({
      property,
      ...compileFilter(property, scope),
    })),
    share: shareOf(group.rollout_percentage),
    variant,
    subject: subjectOf(group, filters, scope),
    admitted: admission(variant, owner.buckets, admit),
    refused: decided(false, "out_of_rollout_bound", index),
  };
}

/** A group's own variant, or the one a place among the variants gives; plain true in a gap. */
function admission(
  forced: string | undefined,
  { intervals, variant }: Buckets,
  admit: (value: string | true) => Decided,
): CompiledGroup["admitted"] {
  const whole = admit(forced ?? true);
  if (forced !== undefined || intervals.length === 0) return () => whole;
  const byInterval = intervals.map(({ key }) => admit(key || true));
  return (bucketing) => byInterval[intervalAt(variant(bucketing), intervals)] ?? whole;
}

/** A group may be about another group type than its flag; saying "no type" changes nothing. */
function subjectOf(
  { aggregation_group_type_index: own }: ReleaseGroup,
  { aggregation_group_type_index: flags }: FlagFilters,
  scope: Scope,
): CompiledGroup["subject"] {
  if (own === undefined || own === null || own === flags) return undefined;
  const type = scope.groupType(own);
  return ({ person }) => (type === undefined ? undefined : groupSubject(person, type));
}

/** Whom a group is about: the flag's subject, unless it says otherwise. */
export function subjectIn(
  { subject }: CompiledGroup,
  flagSubject: Subject,
  call: Call,
): Subject | undefined {
  return subject === undefined ? flagSubject : subject(call);
}

/** What a group says of somebody: the reason codes of a flag that had no other group. */
export type Ruling = "condition_match" | "no_condition_match" | "out_of_rollout_bound" | Unknown;

export function ruleOn(
  { filters, share }: CompiledGroup,
  subject: Subject,
  { rollout }: Buckets,
  call: Call,
): Ruling {
  const match = judgeFilters(filters, subject, call);
  if (match === false) return "no_condition_match";
  if (match !== true) return match;
  return isInRollout(subject.bucketing, share, rollout)
    ? "condition_match"
    : "out_of_rollout_bound";
}

/** Whether all filters hold. The first that does not settles it. */
function judgeFilters(filters: readonly Filter[], subject: Subject, call: Call): Match {
  for (let index = 0; index < filters.length; index += 1) {
    const match = filters[index]!.judge(subject, call);
    if (match === false) return false;
    if (match !== true) return judgeInDoubt(match, filters.slice(index + 1), subject, call);
  }
  return true;
}

/**
 * The rest is looked at too: a plain no settles the group even behind doubts. A doubt that only
 * the server can lift is handed on as such if it came first.
 */
function judgeInDoubt(
  first: Unknown,
  rest: readonly Filter[],
  subject: Subject,
  call: Call,
): Match {
  const doubts: Doubts = [first];
  for (const { judge } of rest) {
    const match = judge(subject, call);
    if (match === false) return false;
    if (match !== true) doubts.push(match);
  }
  return first.serverOnly ? first : together(doubts);
}
