import { compileFlags } from "../evaluation/compile-flags.ts";
import { isRecord } from "../evaluation/record.ts";
import { definitionsOf } from "./definitions.ts";
import { profileOf } from "./profiles.ts";
import { toAnswer, type FlagAnswer } from "./flag-answer.ts";
import type { FlagRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";
import { asServer, type Person } from "./whole-person.ts";

/** Whom a request is about, and what else it says. */
interface Asked {
  readonly body: JsonRecord;
  readonly distinctId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Evaluates the active flags of a project that a request asks for, as the server would. */
export function evaluateAll(
  project: number,
  state: State,
  { body, distinctId, now }: Asked,
): readonly FlagAnswer[] {
  const person = withKnown(readPerson(body), distinctId, { project, state });
  const definitions = definitionsOf(project, state, { cohorts: true, encrypted: true });
  const flags = compileFlags(asServer(definitions, person));
  return state.flags
    .filter(({ team_id, active, deleted }) => team_id === project && active && !deleted)
    .filter((flag) => isAsked(flag, body))
    .map((flag) => {
      const outcome = flags.evaluate(flag.key, { ...person, distinctId, now });
      return toAnswer(flag, outcome, state);
    });
}

function isAsked(flag: FlagRow, body: JsonRecord): boolean {
  if (body["disable_flags"] === true) return false;
  const keys = body["flag_keys_to_evaluate"] ?? body["flag_keys"];
  const contexts = body["evaluation_contexts"];
  const runtime = body["evaluation_runtime"];
  const own = flag.evaluation_runtime ?? "all";
  return (
    (!Array.isArray(keys) || keys.includes(flag.key)) &&
    (!Array.isArray(contexts) ||
      flag.evaluation_contexts.length === 0 ||
      flag.evaluation_contexts.some((context) => contexts.includes(context))) &&
    (own === "all" || (runtime !== "server" && runtime !== "client") || own === runtime)
  );
}

function readPerson(body: JsonRecord): Person {
  const device = body["$device_id"] ?? body["device_id"];
  const groups = record(body["groups"]);
  return {
    personProperties: {
      ...record(body["person_properties"]),
      ...(typeof device === "string" ? { $device_id: device } : {}),
    },
    groups: Object.fromEntries(Object.entries(groups).map(([type, key]) => [type, String(key)])),
    groupProperties: Object.fromEntries(
      Object.entries(record(body["group_properties"])).map(([type, held]) => [type, record(held)]),
    ),
  };
}

/** What the request says holds over what events have told before. */
function withKnown(
  { personProperties, groups, groupProperties }: Person,
  distinctId: string,
  { project, state }: { readonly project: number; readonly state: State },
): Person {
  const known = Object.entries(groups).map(([type, id]) => [
    type,
    { ...profileOf(state, project, { type, id }), ...groupProperties[type] },
  ]);
  return {
    personProperties: { ...profileOf(state, project, { id: distinctId }), ...personProperties },
    groups,
    groupProperties: { ...groupProperties, ...Object.fromEntries(known) },
  };
}

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
