import { parseFields } from "./fields.ts";
import { writeFlag } from "./flag-write.ts";
import { ordered, paginate } from "./page.ts";
import { notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import { list, nullable, number, object, text } from "./shape.ts";
import { insert, replace, type HoldoutRow, type State } from "./state.ts";
import { USER } from "./user.ts";
import type { JsonRecord } from "./value.ts";

const BASE = "/api/projects/:project/experiment_holdouts";
const READ = "experiment_holdout:read";
const WRITE = "experiment_holdout:write";

/** The holdouts API (`posthog-api.md` 3.8). */
export const holdoutRoutes: readonly PrivateRoute[] = [
  { method: "GET", path: BASE, scope: READ, handle: listHoldouts },
  { method: "POST", path: BASE, scope: WRITE, handle: create },
  {
    method: "GET",
    path: `${BASE}/:id`,
    scope: READ,
    handle: (call) => ({ body: view(find(call)) }),
  },
  { method: "PATCH", path: `${BASE}/:id`, scope: WRITE, handle: patch },
  { method: "DELETE", path: `${BASE}/:id`, scope: WRITE, handle: remove },
];

const FIELDS = {
  name: text(400),
  description: nullable(text(4000)),
  filters: list(object({ rollout_percentage: number(0, 100) }, ["rollout_percentage"]), {
    least: 1,
  }),
};

function listHoldouts(call: PrivateCall): Answer {
  const found = call.state.holdouts.filter(({ team_id }) => team_id === call.project.id);
  return paginate(call, ordered(call, found), view);
}

function create({ state, project, body, now }: PrivateCall): Answer {
  const fields = parseFields(object(FIELDS, ["name", "filters"]), body);
  const moment = new Date(now).toISOString();
  const [next, row] = insert(state, "holdouts", (id) =>
    withVariant({
      name: "",
      description: null,
      filters: [],
      ...fields,
      id,
      team_id: project.id,
      created_at: moment,
      updated_at: moment,
    }),
  );
  return { status: 201, body: view(row), state: next };
}

/** A new percentage is written to every flag that carries the holdout. */
function patch(call: PrivateCall): Answer {
  const fields = parseFields(object(FIELDS), call.body);
  const updated_at = new Date(call.now).toISOString();
  const row = withVariant({ ...find(call), ...fields, updated_at });
  const embedded = { id: row.id, exclusion_percentage: exclusionOf(row) };
  const state = withHoldout(replace(call.state, "holdouts", row), row.id, {
    embedded,
    now: call.now,
  });
  return { body: view(row), state };
}

/** A real deletion: experiments and flags let go of it. */
function remove(call: PrivateCall): Answer {
  const { id } = find(call);
  const holdouts = call.state.holdouts.filter((row) => row.id !== id);
  const experiments = call.state.experiments.map((row) =>
    row.holdout_id === id ? { ...row, holdout_id: null } : row,
  );
  const detached = { ...call.state, holdouts, experiments };
  return { status: 204, state: withHoldout(detached, id, { embedded: null, now: call.now }) };
}

function withHoldout(
  state: State,
  id: number,
  { embedded, now }: Readonly<{ embedded: Embedded | null; now: number }>,
): State {
  return state.flags
    .filter(({ filters }) => filters.holdout?.id === id)
    .reduce(
      (next, flag) =>
        writeFlag(next, flag, {
          changes: { filters: { ...flag.filters, holdout: embedded } },
          now,
        })[0],
      state,
    );
}

interface Embedded {
  readonly id: number;
  readonly exclusion_percentage: number;
}

/** The percent of people whom a holdout keeps out. */
export function exclusionOf({ filters }: HoldoutRow): number {
  return Number(filters[0]?.["rollout_percentage"] ?? 0);
}

/** The value that held-out people get is named by the server. */
function withVariant(row: HoldoutRow): HoldoutRow {
  const filters = row.filters.map((filter) => ({
    properties: [],
    ...filter,
    variant: `holdout-${row.id}`,
  }));
  return { ...row, filters };
}

function view({ team_id: _team, ...fields }: HoldoutRow): JsonRecord {
  return { ...fields, created_by: USER };
}

function find({ state, project, params }: PrivateCall): HoldoutRow {
  const row = state.holdouts.find(
    ({ id, team_id }) => String(id) === params["id"] && team_id === project.id,
  );
  if (row === undefined) throw notFound();
  return row;
}
