import type { Buckets, Holdout } from "./bucket.ts";
import { buckets, holdoutOf } from "./bucket.ts";
import type { FlagDefinition, FlagFilters } from "./flag.ts";
import type { Unknown } from "./match.ts";
import { unknown } from "./match.ts";
import { payloadReader } from "./payload.ts";
import { isRecord } from "./record.ts";
import type { CompiledGroup, Owner } from "./release-group.ts";
import { compileGroup } from "./release-group.ts";
import type { Lack, Scope } from "./scope.ts";

/** A flag with everything read that does not depend on whom it is evaluated for. */
export interface CompiledFlag {
  readonly key: string;
  readonly active: boolean;
  /** Why nobody's value can be told here, whatever the groups say. */
  readonly undecidable: Unknown | undefined;
  /** The group type the flag is about; undefined for persons. */
  readonly groupType: string | undefined;
  /** Whether persons are placed by their device. */
  readonly byDevice: boolean;
  readonly holdout: Holdout | undefined;
  readonly groups: readonly CompiledGroup[];
  readonly earlyExit: boolean;
  readonly buckets: Buckets;
  /** What the definition lacks for any local answer, found without looking at a person. */
  readonly gaps: () => Unknown | undefined;
}

const NO_FILTERS: FlagFilters = {};

/** Compiles a flag. One that is not well-formed compiles too, into a flag nobody can decide. */
export function compileFlag(definition: FlagDefinition, scope: Scope): CompiledFlag {
  const { key } = definition;
  const given = definition.filters ?? NO_FILTERS;
  const wellFormed = isWellFormed(given);
  const filters = wellFormed ? given : NO_FILTERS;
  const payloadOf = payloadReader(filters.payloads);
  const owner: Owner = {
    filters,
    payloadOf,
    buckets: buckets(key, filters.multivariate?.variants ?? []),
  };
  const groups = (filters.groups ?? []).map((group, index) =>
    compileGroup(group, index, owner, scope),
  );
  const typeIndex = filters.aggregation_group_type_index ?? undefined;
  const groupType = typeIndex === undefined ? undefined : scope.groupType(typeIndex);
  const lacking = [
    ...(wellFormed ? [] : [key]),
    ...(typeIndex !== undefined && groupType === undefined ? [String(typeIndex)] : []),
  ];
  return {
    key,
    active: definition.active,
    undecidable: definition.ensure_experience_continuity
      ? unknown("experience_continuity", [])
      : unsupported(lacking),
    groupType,
    byDevice: definition.bucketing_identifier === "device_id",
    holdout: holdoutOf(filters, payloadOf),
    groups,
    earlyExit: Boolean(filters.early_exit),
    buckets: owner.buckets,
    gaps: () =>
      unsupported(
        namesOf(
          groups.flatMap((group) => group.filters.flatMap(({ lacks }) => lacks)),
          scope,
        ),
      ),
  };
}

/** Definitions are foreign data: this is what the compiler relies on. */
function isWellFormed({ groups, multivariate }: FlagFilters): boolean {
  return (
    isListOfRecords(groups ?? []) &&
    (groups ?? []).every(({ properties }) => isListOfRecords(properties ?? [])) &&
    isListOfRecords(multivariate?.variants ?? [])
  );
}

function isListOfRecords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}

function unsupported(missing: readonly string[]): Unknown | undefined {
  return missing.length === 0
    ? undefined
    : unknown("unsupported_definition", [...new Set(missing)]);
}

/** The names behind what is lacking, in order, each cohort looked into once. */
function namesOf(lacking: readonly Lack[], scope: Scope): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  const rest = lacking.toReversed();
  for (let lack = rest.pop(); lack !== undefined; lack = rest.pop()) {
    if (typeof lack === "string") names.push(lack);
    else if (!seen.has(lack.cohort)) {
      seen.add(lack.cohort);
      for (const inner of scope.cohort(lack.cohort).lacks.toReversed()) rest.push(inner);
    }
  }
  return names;
}
