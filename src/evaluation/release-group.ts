import type { Buckets } from "./bucket.ts";
import { isInRollout, shareOf, variantOf } from "./bucket.ts";
import type { Call } from "./call.ts";
import { compileFilter } from "./filter.ts";
import type { FlagFilters, FlagProperty, ReleaseGroup } from "./flag.ts";
import type { Match, Unknown } from "./match.ts";
import { both } from "./match.ts";
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
  /** Whom the group is about, given whom the flag is about; undefined when nobody was named. */
  readonly subject: (flagSubject: Subject, call: Call) => Subject | undefined;
}

export function compileGroup(
  group: ReleaseGroup,
  filters: FlagFilters,
  scope: Scope,
): CompiledGroup {
  const variants = filters.multivariate?.variants ?? [];
  return {
    filters: (group.properties ?? []).map((property) => ({
      property,
      ...compileFilter(property, scope),
    })),
    share: shareOf(group.rollout_percentage),
    variant: variants.find(({ key }) => key !== "" && key === group.variant)?.key,
    subject: subjectOf(group, filters, scope),
  };
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

/** The flag's value for somebody whom a group lets in. */
export function admittedValue(
  { variant }: CompiledGroup,
  { bucketing }: Subject,
  { buckets }: { readonly buckets: Buckets },
): string | true {
  return variant ?? (variantOf(bucketing, buckets) || true);
}

/** A group may be about another group type than its flag; saying "no type" changes nothing. */
function subjectOf(
  { aggregation_group_type_index: own }: ReleaseGroup,
  { aggregation_group_type_index: flags }: FlagFilters,
  scope: Scope,
): CompiledGroup["subject"] {
  if (own === undefined || own === null || own === flags) return (flagSubject) => flagSubject;
  const type = scope.groupType(own);
  return (_flagSubject, { person }) =>
    type === undefined ? undefined : groupSubject(person, type);
}

/**
 * Whether all filters hold. Every one is looked at: a plain no settles the group even behind
 * doubts. A doubt that only the server can lift is handed on as such if it came first.
 */
function judgeFilters(filters: readonly Filter[], subject: Subject, call: Call): Match {
  let doubt;
  let serverOnly;
  for (const { judge } of filters) {
    const match = judge(subject, call);
    if (match === false) return false;
    if (match === true) continue;
    if (match.serverOnly && doubt === undefined) serverOnly = match;
    doubt = both(doubt, match);
  }
  return serverOnly ?? doubt ?? true;
}
