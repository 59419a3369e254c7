import { requireApproval } from "./approval.ts";
import { copyToProject, duplicate } from "./experiment-copy.ts";
import { createExperiment, patchExperiment, writeExperiment } from "./experiment-write.ts";
import { experimentIn, flagOf, statusOf, viewExperiment, viewLean } from "./experiment-view.ts";
import { isEligible, isRunning, viewFlag } from "./flag-view.ts";
import { writeFlag } from "./flag-write.ts";
import { refuseDelete } from "./flags.ts";
import { decide, verbs, type Verb } from "./lifecycle.ts";
import { ordered, paginate } from "./page.ts";
import { invalid } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import { insert, type ExperimentRow, type FlagRow, type State } from "./state.ts";

const BASE = "/api/projects/:project/experiments";

/** The experiments API (`posthog-api.md` 3.1). */
export const experimentRoutes: readonly PrivateRoute[] = [
  { method: "GET", path: BASE, scope: "experiment:read", handle: listExperiments },
  { method: "POST", path: BASE, scope: "experiment:write", handle: create },
  { method: "GET", path: `${BASE}/stats`, scope: "experiment:read", handle: stats },
  {
    method: "GET",
    path: `${BASE}/eligible_feature_flags`,
    scope: "feature_flag:read",
    handle: eligibleFlags,
  },
  { method: "GET", path: `${BASE}/:id`, scope: "experiment:read", handle: show },
  { method: "PATCH", path: `${BASE}/:id`, scope: "experiment:write", handle: patch },
  { method: "DELETE", path: `${BASE}/:id`, scope: "experiment:write", handle: refuseDelete },
  ...Object.entries(verbs).map(([name, verb]): PrivateRoute => ({
    method: "POST",
    path: `${BASE}/:id/${name}`,
    scope: "experiment:write",
    handle: (call) => act(call, verb),
  })),
  ...Object.entries({
    duplicate,
    copy_to_project: copyToProject,
    create_exposure_cohort_for_experiment: createExposureCohort,
  }).map(([name, handle]): PrivateRoute => ({
    method: "POST",
    path: `${BASE}/:id/${name}`,
    scope: "experiment:write",
    handle: (call) => handle(call, experimentIn(call, call.params["id"])),
  })),
];

/** What the list may be narrowed by. */
const LIST_FILTERS: Readonly<
  Record<string, (experiment: ExperimentRow, asked: string, state: State) => boolean>
> = {
  status: (experiment, asked, state) => {
    const status = asked === "complete" ? "stopped" : asked;
    return status === "all" || statusOf(experiment, flagOf(experiment, state)) === status;
  },
  archived: ({ archived }, asked) => String(archived) === asked.toLowerCase(),
  feature_flag_id: ({ feature_flag_id }, asked) => String(feature_flag_id) === asked,
  search: (experiment, asked, state) =>
    `${experiment.name}\n${flagOf(experiment, state)?.key ?? ""}`
      .toLowerCase()
      .includes(asked.trim().toLowerCase()),
};

function listExperiments(call: PrivateCall): Answer {
  const { state, project, url } = call;
  const asked = new Map([["archived", "false"], ...url.searchParams]);
  const found = state.experiments
    .filter(({ team_id, deleted }) => team_id === project.id && !deleted)
    .filter((experiment) =>
      [...asked].every(([name, value]) => LIST_FILTERS[name]?.(experiment, value, state) ?? true),
    );
  const views = found.map((experiment) => viewLean(experiment, state));
  return paginate(call, ordered(call, views), (view) => view);
}

const DAY_MS = 86_400_000;

/** How many experiments began and ended lately. */
function stats({ state, project, now }: PrivateCall): Answer {
  const held = state.experiments.filter(
    ({ team_id, deleted }) => team_id === project.id && !deleted,
  );
  const count = (dates: readonly (string | null)[], from: number, to: number): number =>
    dates
      .map((date) => (date === null ? Number.NaN : now - Date.parse(date)))
      .filter((age) => age >= from * DAY_MS && age < to * DAY_MS).length;
  const starts = held.map(({ start_date }) => start_date);
  const [last, previous] = [count(starts, 0, 30), count(starts, 30, 60)];
  return {
    body: {
      launched_last_30d: last,
      launched_previous_30d: previous,
      percent_change: previous === 0 ? 0 : Math.round(((last - previous) / previous) * 1000) / 10,
      active_experiments: held.filter((experiment) => isRunning(experiment)).length,
      completed_last_30d: count(
        held.map(({ end_date }) => end_date),
        0,
        30,
      ),
    },
  };
}

/** Flags that an experiment could use: a page without links. */
function eligibleFlags(call: PrivateCall): Answer {
  const { state, project, url } = call;
  const search = (url.searchParams.get("search") ?? "").toLowerCase();
  const found = state.flags
    .filter(({ team_id, deleted, archived }) => team_id === project.id && !deleted && !archived)
    .filter((flag) => isEligible(flag))
    .filter(({ key, name }) => `${key}\n${name}`.toLowerCase().includes(search));
  const { body } = paginate(call, ordered(call, found), (flag) => viewFlag(flag, state));
  return { body: { results: body.results, count: body.count } };
}

function create(call: PrivateCall): Answer {
  const [state, experiment] = createExperiment(call);
  return { status: 201, body: viewExperiment(experiment, state), state };
}

function show(call: PrivateCall): Answer {
  return { body: viewExperiment(experimentIn(call, call.params["id"]), call.state) };
}

function patch(call: PrivateCall): Answer {
  const [state, experiment] = patchExperiment(call, experimentIn(call, call.params["id"]));
  return { body: viewExperiment(experiment, state), state };
}

/** Applies a verb: what it decides is written to the experiment, its flag, and a cohort of its own. */
function act(call: PrivateCall, verb: Verb): Answer {
  const experiment = experimentIn(call, call.params["id"]);
  const flag = flagOf(experiment, call.state);
  const now = new Date(call.now).toISOString();
  const nextCohort = call.state.lastIds.cohorts + 1;
  const change = decide(verb, { experiment, flag, body: call.body, now, nextCohort });
  if (verb.needsApproval === true) requireApproval(call);
  let state = call.state;
  if (change.cohort !== undefined) state = withCohort(state, call, change.cohort);
  if (change.flag !== undefined && flag !== undefined)
    state = withFlag(state, { flag, changes: change.flag, now: call.now });
  const changes = change.experiment ?? {};
  const [next, written] = writeExperiment(state, experiment, { changes, now: call.now });
  return { body: viewExperiment(written, next), state: next };
}

/** A flag that already is as it should be keeps its version. */
function withFlag(
  state: State,
  { flag, changes, now }: Readonly<{ flag: FlagRow; changes: Partial<FlagRow>; now: number }>,
): State {
  const isDone = changes.active === flag.active && Object.keys(changes).length === 1;
  return isDone ? state : writeFlag(state, flag, { changes, now })[0];
}

function withCohort(state: State, { project, now }: PrivateCall, name: string): State {
  const created_at = new Date(now).toISOString();
  const cohort = { team_id: project.id, name, is_static: true, deleted: false, filters: {} };
  return insert(state, "cohorts", (id) => ({ ...cohort, id, created_at }))[0];
}

/** A cohort of the people who were exposed, once for each experiment. */
function createExposureCohort(call: PrivateCall, experiment: ExperimentRow): Answer {
  if (experiment.feature_flag_id === null)
    throw invalid("Experiment does not have a feature flag linked.");
  if (experiment.start_date === null) throw invalid("Experiment does not have a start date");
  if (experiment.exposure_cohort !== null)
    throw invalid("Experiment already has an exposure cohort");
  const state = withCohort(call.state, call, `Users exposed to experiment "${experiment.name}"`);
  const changes = { exposure_cohort: state.lastIds.cohorts };
  const [next] = writeExperiment(state, experiment, { changes, now: call.now });
  const cohort = next.cohorts.find(({ id }) => id === changes.exposure_cohort);
  return { status: 201, body: { cohort }, state: next };
}
