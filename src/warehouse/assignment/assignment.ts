import { type Holdout, isInRollout } from "../../evaluation/bucket.ts";
import { type CompiledFlag, compileFlag } from "../../evaluation/compiled-flag.ts";
import type { Definitions, FlagDefinition, FlagFilters } from "../../evaluation/flag.ts";
import type { CompiledGroup } from "../../evaluation/release-group.ts";
import type { Scope } from "../../evaluation/scope.ts";
import type { Dialect } from "../dialect.ts";
import { NOT_VARIANTS, writeCondition } from "./condition.ts";
import { type Draft, ID, inside, refuse } from "./draft.ts";
import { firstPlace, isBelow, isWithin } from "./place.ts";

/** An expression, or why there is none. */
export type Assignment =
  | { readonly sql: string }
  | { readonly refusals: readonly [string, ...string[]] };

/**
 * What a flag is for whoever a row is about, as one SQL expression over the columns `distinct_id`
 * and, where a condition asks for properties, `person_properties` (JSON objects). It is the text
 * that `eval` prints: `true`, `false` or a variant, and null where the row lacks what a condition
 * asks for. Rows whose properties SQL cannot read as the evaluator does are null too; a flag that
 * it cannot say at all is refused, with every reason.
 */
export function assignment(key: string, definitions: Definitions, dialect: Dialect): Assignment {
  const draft: Draft = {
    dialect,
    definitions,
    flags: new Map(definitions.flags.map((flag) => [flag.key, flag])),
    refusals: new Set(),
    beyond: new Set([`${ID} IS NULL`]),
    within: [],
    written: new Map(),
  };
  const value = writeFlag(key, draft);
  const [first, ...rest] = draft.refusals;
  if (first !== undefined) return { refusals: [first, ...rest] };
  return { sql: `CASE WHEN ${[...draft.beyond].join("\n    OR ")} THEN NULL\n  ELSE ${value} END` };
}

function writeFlag(key: string, draft: Draft): string {
  const definition = draft.flags.get(key);
  if (definition === undefined) return refuse(draft, `no flag has the key "${key}"`);
  const flag = compileFlag(definition, withoutLookups(draft.definitions));
  if (!flag.active) return "'false'";
  for (const why of reasonsAgainst(flag, definition)) refuse(draft, why);
  return inside(draft, `"${key}"`, () => writeGroups(flag, draft));
}

/** What compiling shares with the evaluator is only each flag's own; lookups are written here. */
function withoutLookups({ property_matching_version: version }: Definitions): Scope {
  const nobody = { judge: () => false, lacks: [] };
  return {
    explicit: version === 2,
    flagKeys: new Set(),
    cohortIds: new Set(),
    groupType: () => undefined,
    cohort: () => nobody,
    decide: () => false,
  };
}

/** Definitions are foreign data: a flag may even lack its filters. */
function reasonsAgainst(flag: CompiledFlag, definition: FlagDefinition): string[] {
  const { key, undecidable, groups, buckets, byDevice } = flag;
  const { aggregation_group_type_index: type }: FlagFilters = definition.filters ?? {};
  const typed = type !== undefined && type !== null;
  const named = groups.some(({ variant }) => variant !== undefined && NOT_VARIANTS.has(variant));
  const keyed = buckets.intervals.some((each) => each.key !== "" && NOT_VARIANTS.has(each.key));
  const reasons: readonly [boolean, string][] = [
    [
      undecidable?.cause === "experience_continuity",
      `"${key}" keeps what people were given (experience continuity), which only PostHog remembers`,
    ],
    [
      typed || groups.some(({ subject }) => subject !== undefined),
      `"${key}" is about groups, not people`,
    ],
    [!typed && undecidable?.cause === "unsupported_definition", `"${key}" is not well-formed`],
    [byDevice, `"${key}" places people by their device`],
    [named || keyed, `"${key}" has a variant called "true" or "false"`],
  ];
  return reasons.flatMap(([stands, why]) => (stands ? [why] : []));
}

/** The first group that matches decides; if none does and one could not be told, nor can the flag. */
function writeGroups(flag: CompiledFlag, draft: Draft): string {
  const cases: string[] = [];
  const doubts: string[] = [];
  if (flag.holdout !== undefined) cases.push(writeHoldout(flag.holdout, draft));
  for (const group of flag.groups) {
    const conditions = group.filters.map(
      ({ property }) => `(${writeCondition(property, draft, writeFlag)})`,
    );
    const match = conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
    const inRollout = writeRollout(flag, group, draft);
    cases.push(`WHEN ${match} AND ${inRollout} THEN ${writeValue(flag, group, draft)}`);
    if (flag.earlyExit && inRollout !== "TRUE") cases.push(`WHEN ${match} THEN ${untold(doubts)}`);
    if (conditions.length > 0) doubts.push(`(${match}) IS NULL`);
  }
  if (cases.length === 0) return "'false'";
  return `CASE ${cases.join("\n  ")}\n  ELSE ${untold(doubts)} END`;
}

function untold(doubts: readonly string[]): string {
  return doubts.length === 0
    ? "'false'"
    : `CASE WHEN ${doubts.join(" OR ")} THEN NULL ELSE 'false' END`;
}

function writeHoldout({ share, outcome }: Holdout, { dialect }: Draft): string {
  const place = dialect.place(`'holdout-' || ${ID}`);
  return `WHEN ${isBelow(place, pastRollout(share))} THEN ${dialect.text(String(outcome.value))}`;
}

/** The first place that a rollout leaves out, asked as the evaluator asks. */
function pastRollout(share: number): bigint {
  return firstPlace((place) => !isInRollout("", share, () => place));
}

function writeRollout({ key }: CompiledFlag, { share }: CompiledGroup, draft: Draft): string {
  return isBelow(placeOf(key, "", draft), pastRollout(share));
}

function writeValue(flag: CompiledFlag, { variant }: CompiledGroup, draft: Draft): string {
  const { text } = draft.dialect;
  if (variant !== undefined) return text(variant);
  const place = placeOf(flag.key, "variant", draft);
  const cases = flag.buckets.intervals.map(({ key, from, to }) => {
    const first = firstPlace((at) => at >= from);
    const end = firstPlace((at) => !(at < to));
    return `WHEN ${isWithin(place, first, end)} THEN ${text(key || "true")}`;
  });
  return cases.length === 0 ? "'true'" : `CASE ${cases.join(" ")} ELSE 'true' END`;
}

function placeOf(key: string, ending: string, { dialect }: Draft): string {
  const behind = ending === "" ? "" : ` || ${dialect.text(ending)}`;
  return dialect.place(`${dialect.text(`${key}.`)} || ${ID}${behind}`);
}
