import { OpsError } from "../errors.ts";
import {
  boolean,
  integer,
  list,
  Misfit,
  nullable,
  object,
  record,
  text,
  type Shape,
} from "./shape.ts";
import type { State } from "./state.ts";

const EMPTY_STATE: State = {
  schema: 1,
  lastIds: { flags: 0, experiments: 0, holdouts: 0, cohorts: 0 },
  flags: [],
  experiments: [],
  holdouts: [],
  cohorts: [],
  events: [],
  groupTypes: {},
  profiles: {},
  activity: [],
};

/** Reads a saved state. Throws `config` when the value was not written by this server. */
export function parseState(saved: unknown): State {
  if (saved === undefined || saved === null) return EMPTY_STATE;
  if (isState(saved)) return { ...EMPTY_STATE, ...saved };
  throw new OpsError(
    "config",
    "Cannot read the server's state: it was not written by this version",
    { hint: "Start with another state file" },
  );
}

/** Whether every table holds rows with the fields that the server relies on. */
function isState(saved: unknown): saved is Partial<State> {
  try {
    stateShape(saved, []);
    return true;
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}

const LONGEST = Number.MAX_SAFE_INTEGER;
const ROW = { id: integer, team_id: integer };
const any: Shape = text(LONGEST);

const stateShape = object(
  {
    schema: (value, path) => {
      if (value === EMPTY_STATE.schema) return value;
      throw new Misfit(path, "invalid", "Unknown schema.");
    },
    lastIds: allOf({ flags: integer, experiments: integer, holdouts: integer, cohorts: integer }),
    flags: rows({
      ...ROW,
      key: any,
      name: any,
      filters: record,
      active: boolean,
      deleted: boolean,
      archived: boolean,
      version: integer,
      tags: list(any),
      evaluation_contexts: list(any),
    }),
    experiments: rows({
      ...ROW,
      name: any,
      feature_flag_id: nullable(integer),
      holdout_id: nullable(integer),
      start_date: nullable(any),
      end_date: nullable(any),
      archived: boolean,
      deleted: boolean,
      version: integer,
      metrics: list(record),
      metrics_secondary: list(record),
    }),
    holdouts: rows({ ...ROW, name: any, filters: list(record) }),
    cohorts: rows({ ...ROW, name: any, is_static: boolean, deleted: boolean, filters: record }),
    events: rows({ team_id: integer, id: any, name: any, last_seen_at: any }),
    profiles: (value, path) =>
      Object.entries(record(value, path)).map(([name, told]) => record(told, [...path, name])),
    activity: rows({ team_id: integer, scope: any, item_id: any, detail: record, created_at: any }),
    groupTypes: (value, path) =>
      Object.entries(record(value, path)).map(([id, types]) => list(any)(types, [...path, id])),
  },
  ["schema"],
);

function rows(fields: Readonly<Record<string, Shape>>): Shape {
  return list(allOf(fields));
}

function allOf(fields: Readonly<Record<string, Shape>>): Shape {
  return object(fields, Object.keys(fields));
}
