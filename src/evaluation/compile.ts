import { nextFlag, startCall } from "./call.ts";
import { compileCohort } from "./cohort.ts";
import type { CompiledFlag } from "./compiled-flag.ts";
import { compileFlag } from "./compiled-flag.ts";
import { decide, evaluateFlag } from "./evaluate.ts";
import type { Explanation } from "./explain.ts";
import { explainFlag } from "./explain.ts";
import { compileFilter } from "./filter.ts";
import type { Definitions } from "./flag.ts";
import type { Matching } from "./operator.ts";
import type { Outcome } from "./outcome.ts";
import type { Person } from "./person.ts";
import type { Judged, Scope } from "./scope.ts";

/** Flag definitions at one moment, ready to be asked about anyone, any number of times. */
export interface CompiledFlags {
  /** The keys of all flags, in the order of the definitions. */
  readonly keys: readonly string[];
  /** What one flag is for a person. A key that is not defined is `flag_not_found`. */
  readonly evaluate: (key: string, person: Person) => Outcome;
  /** What every flag is for a person, by key. The record has no prototype. */
  readonly evaluateAll: (person: Person) => Record<string, Outcome>;
  /** How one flag comes to its outcome. Slower than `evaluate`, and never of another opinion. */
  readonly explain: (key: string, person: Person) => Explanation;
}

/**
 * Compiles definitions. The engine for patterns is handed in: it takes longer to load than all of
 * evaluation, and where no condition is a pattern it is not needed.
 */
export function compile(
  definitions: Definitions,
  linearSearch?: Matching["linearSearch"],
): CompiledFlags {
  const flags = new Map<string, CompiledFlag>();
  const scope = scopeOf(definitions, flags, { linearSearch });
  for (const flag of definitions.flags) flags.set(flag.key, compileFlag(flag, scope));
  const all = [...flags.values()];
  const evaluate = (key: string, person: Person): Outcome => {
    const flag = flags.get(key);
    return flag === undefined ? NOT_FOUND : evaluateFlag(flag, startCall(person));
  };
  return {
    keys: [...flags.keys()],
    evaluate,
    evaluateAll: (person) => {
      const outcomes = emptyRecord();
      const call = startCall(person);
      for (const flag of all) outcomes[flag.key] = evaluateFlag(flag, nextFlag(call));
      return outcomes;
    },
    explain: (key, person) => {
      const flag = flags.get(key);
      if (flag === undefined) return { key, outcome: NOT_FOUND, holdout: null, groups: [] };
      return explainFlag(flag, evaluate(key, person), startCall(person));
    },
  };
}

/** Without a prototype, so that a flag may be called `__proto__`. */
function emptyRecord(): Record<string, Outcome> {
  return Object.create(null);
}

const NOT_FOUND: Outcome = { value: null, payload: null, reason: "flag_not_found", group: null };

/** Cohorts are compiled when first asked for, and flags may ask for flags that come later. */
function scopeOf(
  definitions: Definitions,
  flags: ReadonlyMap<string, CompiledFlag>,
  { linearSearch }: Pick<Matching, "linearSearch">,
): Scope {
  const groupTypes = new Map(Object.entries(definitions.group_type_mapping ?? {}));
  const cohorts = new Map(Object.entries(definitions.cohorts ?? {}));
  const compiled = new Map<string, Judged>();
  const scope: Scope = {
    explicit: definitions.property_matching_version === 2,
    linearSearch,
    flagKeys: new Set(definitions.flags.map(({ key }) => key)),
    cohortIds: new Set(cohorts.keys()),
    groupType: (index) => groupTypes.get(String(index)) || undefined,
    cohort: (id) => {
      const known = compiled.get(id);
      if (known !== undefined) return known;
      const cohort = compileCohort(id, cohorts.get(id), (member) => compileFilter(member, scope));
      compiled.set(id, cohort);
      return cohort;
    },
    decide: (key, call) => {
      const decision = decide(flags.get(key)!, call);
      return "serverOnly" in decision ? decision : decision.value;
    },
  };
  return scope;
}
