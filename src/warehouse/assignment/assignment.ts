import { type CompiledFlag, compileFlag } from "../../evaluation/compiled-flag.ts";
import type { Definitions, FlagDefinition, FlagFilters } from "../../evaluation/flag.ts";
import type { Scope } from "../../evaluation/scope.ts";
import type { Dialect } from "../dialect.ts";
import { NOT_VARIANTS } from "./condition.ts";
import { bounded, type Draft, inside, refuse } from "./draft.ts";
import { type Subjects, writeGroups } from "./release-groups.ts";
import { groupAt, PERSON, type Subject } from "./subject.ts";

/** An expression, or why there is none. */
export type Assignment =
  | { readonly sql: string }
  | { readonly refusals: readonly [string, ...string[]] };

/**
 * What a flag is for whoever a row is about, as one SQL expression over the columns of `subject.ts`:
 * those of properties are only asked for where a condition is about one. It is the text that `eval`
 * prints: `true`, `false` or a variant, and null where the row lacks what a condition asks for. Rows
 * whose properties SQL cannot read as the evaluator does are null too; a flag that it cannot say at
 * all is refused, with every reason.
 */
export function assignment(key: string, definitions: Definitions, dialect: Dialect): Assignment {
  const draft: Draft = {
    dialect,
    definitions,
    flags: new Map(definitions.flags.map((flag) => [flag.key, flag])),
    refusals: new Set(),
    beyond: new Set(),
    within: [],
    written: new Map(),
  };
  const value = writeFlag(key, draft);
  const beyond = [...draft.beyond].join("\n    OR ");
  const whole = beyond === "" ? value : `CASE WHEN ${beyond} THEN NULL\n  ELSE ${value} END`;
  const sql = bounded(draft, `"${key}"`, whole);
  const [first, ...rest] = draft.refusals;
  return first === undefined ? { sql } : { refusals: [first, ...rest] };
}

function writeFlag(key: string, draft: Draft): string {
  const definition = draft.flags.get(key);
  if (definition === undefined) return refuse(draft, `no flag has the key "${key}"`);
  const flag = compileFlag(definition, withoutLookups(draft.definitions));
  if (!flag.active) return "'false'";
  const subjects = subjectsOf(definition, flag, draft);
  for (const why of reasonsAgainst(flag)) refuse(draft, why);
  return inside(draft, `"${key}"`, () => writeGroups(flag, subjects, { draft, writeFlag }));
}

/** What compiling shares with the evaluator is only each flag's own; lookups are written here. */
function withoutLookups({
  property_matching_version: version,
  group_type_mapping: types,
}: Definitions): Scope {
  const nobody = { judge: () => false, lacks: [] };
  return {
    explicit: version === 2,
    flagKeys: new Set(),
    cohortIds: new Set(),
    groupType: (index) => types?.[String(index)] || undefined,
    cohort: () => nobody,
    decide: () => false,
  };
}

function reasonsAgainst(flag: CompiledFlag): string[] {
  const { key, undecidable, groupType, groups, buckets } = flag;
  const byDevice = flag.byDevice && groupType === undefined;
  const named = groups.some(({ variant }) => variant !== undefined && NOT_VARIANTS.has(variant));
  const keyed = buckets.intervals.some((each) => each.key !== "" && NOT_VARIANTS.has(each.key));
  const reasons: readonly [boolean, string][] = [
    [
      undecidable?.cause === "experience_continuity",
      `"${key}" keeps what people were given (experience continuity), which only PostHog remembers`,
    ],
    [
      undecidable?.cause === "unsupported_definition",
      `"${key}" is not well-formed, or about a group type without a name`,
    ],
    [byDevice, `"${key}" places people by their device`],
    [named || keyed, `"${key}" has a variant called "true" or "false"`],
  ];
  return reasons.flatMap(([stands, why]) => (stands ? [why] : []));
}

/** Definitions are foreign data: a flag may even lack its filters. */
function subjectsOf(definition: FlagDefinition, flag: CompiledFlag, draft: Draft): Subjects {
  const { aggregation_group_type_index: type, groups }: FlagFilters = definition.filters ?? {};
  const subjectAt = (index: unknown): Subject => {
    if (typeof index === "number" && Number.isSafeInteger(index) && index >= 0)
      return groupAt(index);
    refuse(draft, `"${flag.key}" is about a group type without an index`);
    return PERSON;
  };
  const own = flag.groupType === undefined ? PERSON : subjectAt(type);
  return {
    flag: own,
    groups: flag.groups.map(({ subject }, at) => {
      if (subject === undefined) return own;
      const index = groups?.[at]?.aggregation_group_type_index;
      const name = draft.definitions.group_type_mapping?.[String(index)];
      return name ? subjectAt(index) : undefined;
    }),
  };
}
