import { isRecord } from "../evaluation/record.ts";
import type { State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** What the server knows of a person, or of a group of a type. */
export function profileOf(
  { profiles }: State,
  team_id: number,
  { type, id }: { readonly type?: string; readonly id: string },
): JsonRecord {
  return profiles[nameOf(team_id, type, id)] ?? {};
}

/**
 * The next state with what an event tells of a person or a group: `$set`, `$set_once` and
 * `$group_set` (`posthog-api.md` 7.3). A person who identifies brings along what was known of the
 * anonymous one; an event that is sent without a profile tells nothing.
 */
export function withProfile(state: State, event: JsonRecord, team_id: number): State {
  const properties = record(event["properties"]);
  if (properties["$process_person_profile"] === false) return state;
  const id = event["distinct_id"] ?? properties["distinct_id"];
  if (typeof id !== "string" || id === "") return state;
  const anonymous = properties["$anon_distinct_id"];
  const isIdentified = event["event"] === "$identify" && typeof anonymous === "string";
  const told = {
    ...(isIdentified ? profileOf(state, team_id, { id: anonymous }) : {}),
    ...record(properties["$set_once"] ?? event["$set_once"]),
    ...profileOf(state, team_id, { id }),
    ...record(properties["$set"] ?? event["$set"]),
  };
  return withGroup(keep(state, nameOf(team_id, undefined, id), told), properties, {
    team_id,
    name: event["event"],
  });
}

function withGroup(
  state: State,
  { $group_type: type, $group_key: id, $group_set: set }: JsonRecord,
  { team_id, name }: { readonly team_id: number; readonly name: unknown },
): State {
  if (name !== "$groupidentify" || typeof type !== "string" || typeof id !== "string") return state;
  const told = { ...profileOf(state, team_id, { type, id }), ...record(set) };
  return keep(state, nameOf(team_id, type, id), told);
}

/** Nobody of whom nothing is known takes up a place. */
function keep(state: State, name: string, told: JsonRecord): State {
  if (Object.keys(told).length === 0) return state;
  return { ...state, profiles: { ...state.profiles, [name]: told } };
}

const nameOf = (team_id: number, type: string | undefined, id: string): string =>
  JSON.stringify(type === undefined ? [team_id, id] : [team_id, type, id]);

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
