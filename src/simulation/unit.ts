import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";

/** The name that a flag hashes for somebody, with what it names; undefined when it has none. */
export type Unit = (person: Person) => string | undefined;

/**
 * Whom a flag is about: persons, devices or the groups of one type. Only different units fall
 * independently, so each is counted once, however many people share it.
 */
export function unitOf(flag: FlagDefinition, { group_type_mapping }: Definitions): Unit {
  const index = flag.filters?.aggregation_group_type_index ?? null;
  if (index !== null) {
    const type = group_type_mapping?.[String(index)];
    return ({ groups }) => {
      const name = type === undefined ? undefined : groups?.[type];
      return name === undefined ? undefined : `group ${type} ${name}`;
    };
  }
  if (flag.bucketing_identifier !== "device_id") return ({ distinctId }) => distinctId;
  return ({ personProperties }) => {
    const device = personProperties?.["$device_id"];
    return device === undefined ? undefined : `device ${JSON.stringify(device)}`;
  };
}

/** Whether a unit is met for the first time, with this person. */
export type IsFirst = (unit: string, person: Person) => boolean;

/** For people made up, who are all different. */
export const ALL_DIFFERENT: IsFirst = () => true;

/** Remembers whom it met: one register serves all flags that look at the same people in turn. */
export function createRegister(): IsFirst {
  const met = new Set<string>();
  let latest: Person | undefined;
  let first = new Set<string>();
  return (unit, person) => {
    if (person !== latest) [latest, first] = [person, new Set()];
    if (first.has(unit)) return true;
    if (met.has(unit)) return false;
    met.add(unit);
    first.add(unit);
    return true;
  };
}
