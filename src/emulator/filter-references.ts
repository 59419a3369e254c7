import type { Owner } from "./filters.ts";
import { invalid } from "./refusal.ts";
import type { Filters, FlagRow, Property, State } from "./state.ts";

/** Refuses filters that point at a cohort, a holdout or a flag which is not there (`posthog-api.md` 2.5). */
export function checkReferences(filters: Filters, state: State, owner: Owner): void {
  const properties = propertiesOf(filters);
  for (const { value } of properties.filter(({ type }) => type === "cohort")) {
    const known = cohortsOf(state, owner).some(({ id }) => String(id) === String(value));
    if (!known)
      throw invalid(
        `Cohort with id ${String(value)} does not exist`,
        "filters",
        "cohort_does_not_exist",
      );
  }
  for (const { key } of properties.filter(({ type }) => type === "flag")) {
    const target = referredFlag(key, state, owner);
    if (!target.active) throw disabledDependency(target);
    refuseCycle(target, state, owner, [owner.key]);
  }
}

/** Every property of every group. */
export function propertiesOf({ groups }: Filters): readonly Property[] {
  return (groups ?? []).flatMap(({ properties }) => properties ?? []);
}

/** The flags that a flag's conditions look at and that are still there. */
export function dependenciesOf(flag: FlagRow, flags: readonly FlagRow[]): readonly FlagRow[] {
  const ids = propertiesOf(flag.filters)
    .filter(({ type }) => type === "flag")
    .map(({ key }) => key);
  return flags.filter(
    (other) => other.team_id === flag.team_id && !other.deleted && ids.includes(String(other.id)),
  );
}

/** The active flags whose conditions look at this one, by key. */
export function dependentsOf(flag: FlagRow, flags: readonly FlagRow[]): readonly FlagRow[] {
  return flags
    .filter((other) => other.id !== flag.id && other.active && !other.deleted)
    .filter((other) => dependenciesOf(other, flags).includes(flag))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

function cohortsOf({ cohorts }: State, owner: Owner): State["cohorts"] {
  return cohorts.filter(({ team_id, deleted }) => team_id === owner.team_id && !deleted);
}

/** Over REST a dependency names the other flag's id; only evaluation payloads name its key. */
function referredFlag(reference: string, { flags }: State, owner: Owner): FlagRow {
  if (!/^\d+$/.test(reference))
    throw invalid(
      `Flag dependencies must reference flag IDs (integers), not flag keys. Invalid reference: '${reference}'`,
      "filters",
    );
  const target = flags.find(
    ({ id, team_id, deleted }) => String(id) === reference && team_id === owner.team_id && !deleted,
  );
  if (target !== undefined) return target;
  throw invalid(`Flag dependency references non-existent flag with ID ${reference}`, "filters");
}

function disabledDependency({ key, id }: FlagRow): Error {
  return invalid(
    `Cannot create dependency on disabled flag '${key}' (ID: ${id}). Flag dependencies must reference active flags only.`,
    "filters",
  );
}

function refuseCycle(flag: FlagRow, state: State, owner: Owner, path: readonly string[]): void {
  if (flag.id === owner.id && path.length === 1)
    throw invalid(`Feature flag '${owner.key}' cannot depend on itself`, "filters");
  if (path.includes(flag.key)) {
    const cycle = [...path.slice(path.indexOf(flag.key)), flag.key].join(" → ");
    throw invalid(`Circular dependency detected: ${cycle}`, "filters");
  }
  for (const next of dependenciesOf(flag, state.flags))
    refuseCycle(next, state, owner, [...path, flag.key]);
}
