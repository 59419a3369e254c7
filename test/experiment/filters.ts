import type {
  Definitions,
  FlagDefinition,
  FlagFilters,
  FlagProperty,
} from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";
import type { Moves } from "../../src/experiment/reassignment.ts";

export const PRO: readonly FlagProperty[] = [{ key: "plan", value: "pro" }];

export const HALVES: NonNullable<FlagFilters["multivariate"]> = {
  variants: [
    { key: "a", rollout_percentage: 50 },
    { key: "b", rollout_percentage: 50 },
  ],
};

/** The flag `checkout`, in PostHog's own names. */
export function flag(filters: FlagFilters, more: Partial<FlagDefinition> = {}): FlagDefinition {
  return { key: "checkout", active: true, filters, ...more };
}

/** The flag for a part of everyone. */
export function everyone(percent: number, more: FlagFilters = {}): FlagDefinition {
  return flag({ groups: [{ rollout_percentage: percent }], ...more });
}

export function only(...flags: readonly FlagDefinition[]): Definitions {
  return { flags };
}

export function held(id: number, percent: number): FlagFilters {
  return { holdout: { id, exclusion_percentage: percent } };
}

export function moved(moves: Partial<Moves>): Moves {
  return { enter: 0, leave: 0, switch: 0, ...moves };
}

/** One in four is on the plan `pro`. */
export const people: readonly Person[] = Array.from({ length: 4000 }, (_, index) => ({
  distinctId: `person-${index}`,
  personProperties: { plan: index % 4 === 0 ? "pro" : "free", $device_id: `device-${index}` },
}));
