import { type Holdout, isInRollout } from "../../evaluation/bucket.ts";
import type { CompiledFlag } from "../../evaluation/compiled-flag.ts";
import type { CompiledGroup } from "../../evaluation/release-group.ts";
import { type Setting, writeCondition } from "./condition.ts";
import type { Draft } from "./draft.ts";
import { firstPlace, isBelow, isWithin } from "./place.ts";
import type { Subject } from "./subject.ts";

/** Whom a flag is about, and each of its groups; undefined: a type that nobody can be in. */
export interface Subjects {
  readonly flag: Subject;
  readonly groups: readonly (Subject | undefined)[];
}

/** The first group that matches decides; if none does and one could not be told, nor can the flag. */
export function writeGroups(
  flag: CompiledFlag,
  subjects: Subjects,
  { draft, writeFlag }: Pick<Setting, "draft" | "writeFlag">,
): string {
  const cases: string[] = [];
  const doubts: string[] = [];
  if (subjects.flag.isPerson) draft.beyond.add(subjects.flag.isAbsent);
  else cases.push(`WHEN ${subjects.flag.isAbsent} THEN 'false'`);
  if (flag.holdout !== undefined) cases.push(writeHoldout(flag.holdout, subjects.flag, draft));
  for (const [at, group] of flag.groups.entries()) {
    const subject = subjects.groups[at];
    if (subject === undefined) continue;
    const conditions = group.filters.map(
      ({ property }) => `(${writeCondition(property, { draft, subject, writeFlag })})`,
    );
    const named = subject === subjects.flag ? [] : [`NOT ${subject.isAbsent}`];
    const match = all([...named, ...conditions]);
    const inRollout = isBelow(placeOf(flag.key, "", subject, draft), pastRollout(group.share));
    const value = writeValue(flag, group, subject, draft);
    cases.push(`WHEN ${all([match, inRollout])} THEN ${value}`);
    if (flag.earlyExit && inRollout !== "TRUE") cases.push(`WHEN ${match} THEN ${untold(doubts)}`);
    if (conditions.length > 0) doubts.push(`(${match}) IS NULL`);
  }
  if (cases.length === 0) return "'false'";
  return `CASE ${cases.join("\n  ")}\n  ELSE ${untold(doubts)} END`;
}

function all(conditions: readonly string[]): string {
  return conditions.filter((each) => each !== "TRUE").join(" AND ") || "TRUE";
}

function untold(doubts: readonly string[]): string {
  return doubts.length === 0
    ? "'false'"
    : `CASE WHEN ${doubts.join(" OR ")} THEN NULL ELSE 'false' END`;
}

function writeHoldout({ share, outcome }: Holdout, { id }: Subject, { dialect }: Draft): string {
  const place = dialect.place(`'holdout-' || ${id}`);
  return `WHEN ${isBelow(place, pastRollout(share))} THEN ${dialect.text(String(outcome.value))}`;
}

/** The first place that a rollout leaves out, asked as the evaluator asks. */
function pastRollout(share: number): bigint {
  return firstPlace((place) => !isInRollout("", share, () => place));
}

function writeValue(
  flag: CompiledFlag,
  { variant }: CompiledGroup,
  subject: Subject,
  draft: Draft,
): string {
  const { text } = draft.dialect;
  if (variant !== undefined) return text(variant);
  const place = placeOf(flag.key, "variant", subject, draft);
  const cases = flag.buckets.intervals.map(({ key, from, to }) => {
    const first = firstPlace((at) => at >= from);
    const end = firstPlace((at) => !(at < to));
    return `WHEN ${isWithin(place, first, end)} THEN ${text(key || "true")}`;
  });
  return cases.length === 0 ? "'true'" : `CASE ${cases.join(" ")} ELSE 'true' END`;
}

function placeOf(key: string, ending: string, { id }: Subject, { dialect }: Draft): string {
  const behind = ending === "" ? "" : ` || ${dialect.text(ending)}`;
  return dialect.place(`${dialect.text(`${key}.`)} || ${id}${behind}`);
}
