/** Who a flag is evaluated for: what a client of PostHog passes. */
export interface Person {
  readonly distinctId: string;
  /** The groups the person acts in: group key by group type. */
  readonly groups?: Readonly<Record<string, string | number>> | undefined;
  readonly personProperties?: Readonly<Record<string, unknown>> | undefined;
  /** Properties by group type. Only the types named in `groups` count. */
  readonly groupProperties?:
    | Readonly<Record<string, Readonly<Record<string, unknown>>>>
    | undefined;
  /** The moment relative dates are counted from: an ISO time or epoch milliseconds. */
  readonly now?: string | number | undefined;
}

/** Whose properties are matched and whose name is hashed: the person, or one of the groups. */
export interface Subject {
  readonly bucketing: string;
  /** Holds and inherits no more than a plain object does. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The property PostHog adds where the caller has not said it: `distinct_id` or `$group_key`. */
  readonly addedKey: string;
  readonly addedValue: unknown;
}

const NOTHING: Readonly<Record<string, unknown>> = {};

export function personSubject({ distinctId, personProperties }: Person): Subject {
  return {
    bucketing: text(distinctId),
    properties: plain(personProperties),
    addedKey: "distinct_id",
    addedValue: distinctId,
  };
}

/** The group of a type, or undefined when the person was not said to be in one. */
export function groupSubject(person: Person, type: string): Subject | undefined {
  const { groups, groupProperties } = person;
  if (!groups || !Object.hasOwn(groups, type)) return undefined;
  const known = groupProperties && Object.hasOwn(groupProperties, type);
  return {
    bucketing: text(groups[type]),
    properties: plain(known ? groupProperties[type] : undefined),
    addedKey: "$group_key",
    addedValue: groups[type],
  };
}

/** The same subject, placed by its device instead; undefined when no device is known. */
export function onDevice(subject: Subject): Subject | undefined {
  const device = held(subject, "$device_id");
  if (device === ABSENT || device === undefined || device === null || device === "") {
    return undefined;
  }
  return { ...subject, bucketing: text(device) };
}

/** Only own properties count, so those of a class's instance are taken out of it. */
function plain(properties: Subject["properties"] | null | undefined): Subject["properties"] {
  if (properties === undefined || properties === null) return NOTHING;
  // Having read something of it, the engine knows its shape, and with it the prototype for nothing.
  const isMadeByObject = properties["constructor"] === Object;
  const prototype: unknown = Object.getPrototypeOf(properties);
  return (isMadeByObject && prototype === Object.prototype) || prototype === null
    ? properties
    : { ...properties };
}

/** Stands for a property that was not supplied, which is not the same as one that is undefined. */
export const ABSENT: unique symbol = Symbol("absent");

/** What a subject holds under a property's name. Only own properties count. */
export function held({ properties, addedKey, addedValue }: Subject, key: string): unknown {
  if (Object.hasOwn(properties, key)) return properties[key];
  return key === addedKey ? addedValue : ABSENT;
}

function text(name: unknown): string {
  return typeof name === "string" ? name : String(name);
}
