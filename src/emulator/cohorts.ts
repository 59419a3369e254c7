import { parseFields } from "./fields.ts";
import { ordered, paginate } from "./page.ts";
import { notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import { anything, boolean, object, text } from "./shape.ts";
import { insert, replace, type CohortRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

const BASE = "/api/projects/:project/cohorts";

/** As much of the cohorts API as flags need: somewhere to define what they target. */
export const cohortRoutes: readonly PrivateRoute[] = [
  { method: "GET", path: BASE, scope: "cohort:read", handle: listCohorts },
  { method: "POST", path: BASE, scope: "cohort:write", handle: create },
  {
    method: "GET",
    path: `${BASE}/:id`,
    scope: "cohort:read",
    handle: (call) => ({ body: view(find(call)) }),
  },
  { method: "PATCH", path: `${BASE}/:id`, scope: "cohort:write", handle: patch },
];

const FIELDS = {
  name: text(400),
  is_static: boolean,
  deleted: boolean,
  filters: object({ properties: anything }),
};

function listCohorts(call: PrivateCall): Answer {
  const found = call.state.cohorts.filter(
    ({ team_id, deleted }) => team_id === call.project.id && !deleted,
  );
  return paginate(call, ordered(call, found), view);
}

function create({ state, project, body, now }: PrivateCall): Answer {
  const fields = parseFields(object(FIELDS, ["name"]), body);
  const [next, row] = insert(state, "cohorts", (id) => ({
    name: "",
    is_static: false,
    deleted: false,
    filters: {},
    ...fields,
    id,
    team_id: project.id,
    created_at: new Date(now).toISOString(),
  }));
  return { status: 201, body: view(row), state: next };
}

function patch(call: PrivateCall): Answer {
  const row = { ...find(call), ...parseFields(object(FIELDS), call.body) };
  return { body: view(row), state: replace(call.state, "cohorts", row) };
}

const view = ({ team_id: _team, ...fields }: CohortRow): JsonRecord => fields;

function find({ state, project, params }: PrivateCall): CohortRow {
  const row = state.cohorts.find(
    ({ id, team_id }) => String(id) === params["id"] && team_id === project.id,
  );
  if (row === undefined) throw notFound();
  return row;
}
