import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import { type Assignment, assignment, sharesOf } from "../experiment/assignment.ts";
import { type Cell, type ChiSquare, goodnessOfFit } from "./chi-square.ts";
import { type IsFirst, unitOf } from "./unit.ts";

export type Value = string | boolean;

/** How often a value came up. */
export interface ValueCount {
  readonly value: Value;
  readonly count: number;
  /** Of those counted, 0 to 1. */
  readonly share: number;
  /** What the definition says; null where it cannot be said. */
  readonly expected: number | null;
}

/** Why a flag's shares were not judged. */
export type Unjudged =
  /** Of nobody it could be told what the flag is. */
  | "nobody-known"
  /** Values stick to people, or some release groups are about others than the flag is. */
  | "no-expectation"
  /** Fewer than 5 people would have a value. */
  | "too-few";

/** The values of one flag over many people, against what its definition says. */
export interface Distribution extends ChiSquare {
  readonly key: string;
  /** In the order of the definition: variants, true, false, the holdout. */
  readonly values: readonly ValueCount[];
  /** Everyone counted: each person, device or group once, of whom all was known. */
  readonly counted: number;
  /** Those of whom it cannot be told what is hashed, what the flag is or which conditions they meet. */
  readonly unknown: number;
  /** Those who share a person, device or group with somebody before. */
  readonly repeated: number;
  /** Whether the shares are expected of everyone, or of each set of conditions that people meet. */
  readonly basis: "everyone" | "matched" | null;
  /** The largest difference of a share from what is expected, 0 to 1. */
  readonly deviation: number | null;
  readonly unjudged: Unjudged | undefined;
}

/** Counts the values of one flag, person by person. */
export interface DistributionCounter {
  /** Counts somebody, and says what the flag is for them. */
  readonly count: (person: Person) => Outcome;
  readonly result: () => Distribution;
}

/**
 * Prepares to count a flag of these definitions, any number of times. Where conditions matter,
 * people are told apart by those they meet, and compared with the shares that the definition gives
 * just them.
 */
export function distributionOf(
  flag: FlagDefinition,
  definitions: Definitions,
): (isFirst: IsFirst) => DistributionCounter {
  const assigned = isReadable(flag, definitions) ? assignment(flag) : null;
  const probes = assigned === null ? [] : probesOf(flag, assigned, definitions);
  const flags = compileFlags({
    ...definitions,
    flags: [...definitions.flags, ...probes.map(({ probe }) => probe)],
  });
  const unit = unitOf(flag, definitions);
  const metBy = (person: Person): readonly string[] | undefined => {
    const answers = probes.map(({ probe }) => flags.evaluate(probe.key, person).value);
    if (answers.includes(null)) return undefined;
    return probes.filter((_, index) => answers[index] === true).map(({ conditions }) => conditions);
  };
  return (isFirst) => {
    const strata = new Map<string, Stratum>();
    let [unknown, repeated] = [0, 0];
    const add = (person: Person, { value }: Outcome): void => {
      const name = unit(person);
      if (name !== undefined && !isFirst(name, person)) {
        repeated += 1;
        return;
      }
      const met = name === undefined || value === null ? undefined : metBy(person);
      if (value === null || met === undefined) unknown += 1;
      else tally(strata, met, value);
    };
    return {
      count: (person) => {
        const outcome = flags.evaluate(flag.key, person);
        add(person, outcome);
        return outcome;
      },
      result: () => ({ key: flag.key, unknown, repeated, ...judged(flag, assigned, strata) }),
    };
  };
}

/** People who meet the same conditions. */
interface Stratum {
  readonly met: ReadonlySet<string>;
  readonly counts: Map<Value, number>;
}

function tally(strata: Map<string, Stratum>, met: readonly string[], value: Value): void {
  const name = met.join("\n");
  const stratum = strata.get(name) ?? { met: new Set(met), counts: new Map<Value, number>() };
  strata.set(name, stratum);
  stratum.counts.set(value, (stratum.counts.get(value) ?? 0) + 1);
}

type Judged = Omit<Distribution, "key" | "unknown" | "repeated">;

function judged(
  flag: FlagDefinition,
  assigned: Assignment | null,
  strata: ReadonlyMap<string, Stratum>,
): Judged {
  const observed = new Map<Value, number>();
  const expected = new Map<Value, number>();
  const groups: Cell[][] = [];
  for (const { met, counts } of strata.values()) {
    const people = total(counts);
    const shares = assigned && sharesOf(assigned, (conditions) => met.has(conditions));
    for (const [value, count] of counts) addTo(observed, value, count);
    for (const [value, share] of shares ?? []) addTo(expected, value, share * people);
    if (shares !== null)
      groups.push(
        [...new Set([...counts.keys(), ...shares.keys()])].map((value) => ({
          observed: counts.get(value) ?? 0,
          expected: (shares.get(value) ?? 0) * people,
        })),
      );
  }
  const counted = total(observed);
  const values = inOrder(flag, new Set([...expected.keys(), ...observed.keys()])).map((value) => ({
    value,
    count: observed.get(value) ?? 0,
    share: counted === 0 ? 0 : (observed.get(value) ?? 0) / counted,
    expected: assigned === null || counted === 0 ? null : (expected.get(value) ?? 0) / counted,
  }));
  const basis = assigned && (assigned.conditions.size === 0 ? "everyone" : "matched");
  const deviations = values.map(({ share, expected: due }) => Math.abs(share - (due ?? share)));
  const deviation = assigned === null || counted === 0 ? null : Math.max(0, ...deviations);
  const unjudged =
    counted === 0 ? "nobody-known" : assigned === null ? "no-expectation" : undefined;
  return { values, counted, basis, deviation, ...tested(groups, unjudged) };
}

/** A value that nobody may have is a finding by itself; one that everybody must have is none. */
function tested(
  groups: readonly (readonly Cell[])[],
  unjudged: Unjudged | undefined,
): Pick<Judged, keyof ChiSquare | "unjudged"> {
  const nothing = { statistic: 0, freedom: 0, p: null };
  if (unjudged !== undefined) return { ...nothing, unjudged };
  const cells = groups.flat();
  if (cells.some(({ observed, expected }) => expected === 0 && observed > 0))
    return { ...nothing, p: 0, unjudged: undefined };
  const fit = goodnessOfFit(groups);
  if (fit.p !== null) return { ...fit, unjudged: undefined };
  const isCertain = groups.every(
    (group) => group.filter(({ expected }) => expected > 0).length < 2,
  );
  return isCertain ? { ...fit, p: 1, unjudged: undefined } : { ...fit, unjudged: "too-few" };
}

/** Variants as they are declared, then plain values, then what else there is. */
function inOrder(flag: FlagDefinition, values: ReadonlySet<Value>): Value[] {
  const variants: Value[] = (flag.filters?.multivariate?.variants ?? []).map(({ key }) => key);
  const order = [...variants, true, false];
  return [...order, ...[...values].filter((value) => !order.includes(value))].filter((value) =>
    values.has(value),
  );
}

/** One flag per set of conditions, about the same units, on for those who meet it. */
function probesOf(
  flag: FlagDefinition,
  { conditions: all }: Assignment,
  { flags }: Definitions,
): { readonly conditions: string; readonly probe: FlagDefinition }[] {
  const keys = new Set(flags.map(({ key }) => key));
  return [...all].map(([conditions, { properties }], index) => {
    let key = `conditions ${index}`;
    while (keys.has(key)) key += " ";
    const filters = {
      groups: [{ properties: properties ?? [] }],
      aggregation_group_type_index: flag.filters.aggregation_group_type_index ?? null,
    };
    return { conditions, probe: { key, active: true, filters } };
  });
}

/** The evaluator reads definitions as foreign data and names a flag that it cannot read. */
function isReadable(flag: FlagDefinition, definitions: Definitions): boolean {
  const { cause, missing } = compileFlags(definitions).evaluate(flag.key, { distinctId: "" });
  return !(cause === "unsupported_definition" && missing?.includes(flag.key));
}

function addTo(counts: Map<Value, number>, value: Value, count: number): void {
  counts.set(value, (counts.get(value) ?? 0) + count);
}

function total(counts: ReadonlyMap<Value, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
