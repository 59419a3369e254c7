import { isSame } from "../experiment/json.ts";
import { requireFlagApproval } from "./approval.ts";
import { dependentsOf } from "./filter-references.ts";
import { createFlag, patchFlag, writeFlag } from "./flag-write.ts";
import { evaluationReasons, flagStatus, remoteConfig, testEvaluation } from "./flag-reads.ts";
import { experimentsOf, isEligible, viewFlag } from "./flag-view.ts";
import { ordered, paginate } from "./page.ts";
import { methodNotAllowed, notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import type { FlagRow, State } from "./state.ts";

const BASE = "/api/projects/:project/feature_flags";

/** The feature flags API (`posthog-api.md` 2.1). */
export const flagRoutes: readonly PrivateRoute[] = [
  { method: "GET", path: BASE, scope: "feature_flag:read", handle: listFlags },
  { method: "POST", path: BASE, scope: "feature_flag:write", handle: create },
  { method: "GET", path: `${BASE}/:id`, scope: "feature_flag:read", handle: show },
  { method: "PATCH", path: `${BASE}/:id`, scope: "feature_flag:write", handle: patch },
  { method: "DELETE", path: `${BASE}/:id`, scope: "feature_flag:write", handle: refuseDelete },
  ...Object.entries({ dependent_flags: dependents, status: flagStatus }).map(
    ([name, handle]): PrivateRoute => ({
      method: "GET",
      path: `${BASE}/:id/${name}`,
      scope: "feature_flag:read",
      handle: (call) => handle(call, findFlag(call)),
    }),
  ),
  {
    method: "POST",
    path: `${BASE}/:id/test_evaluation`,
    scope: "feature_flag:read",
    handle: (call) => testEvaluation(call, findFlag(call)),
  },
  {
    method: "GET",
    path: `${BASE}/evaluation_reasons`,
    scope: "feature_flag:read",
    handle: evaluationReasons,
  },
  {
    method: "GET",
    path: `${BASE}/:id/remote_config`,
    scope: "feature_flag:read",
    opensToSecretKeys: true,
    handle: remoteConfig,
  },
  ...Object.entries<(flag: FlagRow) => Partial<FlagRow>>({
    enable: () => ({ active: true }),
    disable: () => ({ active: false }),
    archive: () => ({ archived: true, active: false }),
    unarchive: () => ({ archived: false }),
  }).map(([verb, changes]): PrivateRoute => ({
    method: "POST",
    path: `${BASE}/:id/${verb}`,
    scope: "feature_flag:write",
    handle: (call) => act(call, changes),
  })),
];

/** Nothing is ever removed: rows keep their ids and history. */
export function refuseDelete(): Answer {
  throw methodNotAllowed(
    "DELETE",
    'Hard delete of this model is not allowed. Use a patch API call to set "deleted" to true',
  );
}

/** What the list may be narrowed by. */
const LIST_FILTERS: Readonly<
  Record<string, (flag: FlagRow, asked: string, state: State) => boolean>
> = {
  key: ({ key }, asked) => key.toLowerCase() === asked.toLowerCase(),
  search: ({ key, name }, asked) =>
    `${key}\n${name}`.toLowerCase().includes(asked.trim().toLowerCase()),
  // Nothing here counts calls, so no flag is ever stale.
  active: ({ active }, asked) => asked !== "STALE" && String(active) === asked.toLowerCase(),
  archived: ({ archived }, asked) => String(archived) === asked.toLowerCase(),
  type: (flag, asked, state) => TYPES[asked]?.(flag, state) ?? true,
  evaluation_runtime: ({ evaluation_runtime }, asked) => evaluation_runtime === asked,
  tags: ({ tags }, asked) => tags.some((tag) => names(asked).includes(tag)),
  excluded_tags: ({ tags }, asked) => !tags.some((tag) => names(asked).includes(tag)),
  has_evaluation_contexts: ({ evaluation_contexts }, asked) =>
    String(evaluation_contexts.length > 0) === asked.toLowerCase(),
  eligible_for_experiment: (flag, asked) => asked.toLowerCase() !== "true" || isEligible(flag),
};

const TYPES: Readonly<Record<string, (flag: FlagRow, state: State) => boolean>> = {
  boolean: ({ filters }) => !filters.multivariate,
  multivariant: ({ filters }) => Boolean(filters.multivariate),
  experiment: (flag, state) => experimentsOf(flag, state).length > 0,
  remote_config: ({ is_remote_configuration }) => is_remote_configuration,
};

function listFlags(call: PrivateCall): Answer {
  const { state, project, url } = call;
  const hidesArchived = !url.searchParams.has("archived");
  const found = state.flags
    .filter(({ team_id, deleted }) => team_id === project.id && !deleted)
    .filter(({ archived }) => !archived || !hidesArchived)
    .filter((flag) =>
      [...url.searchParams].every(
        ([name, asked]) => LIST_FILTERS[name]?.(flag, asked, state) ?? true,
      ),
    );
  return paginate(call, ordered(call, found), (flag) => viewFlag(flag, state));
}

function create({ state, project, body, now }: PrivateCall): Answer {
  const [next, flag] = createFlag(state, { body, team_id: project.id, now });
  return { status: 201, body: viewFlag(flag, next), state: next };
}

function show(call: PrivateCall): Answer {
  return { body: viewFlag(findFlag(call), call.state) };
}

function patch(call: PrivateCall): Answer {
  const held = findFlag(call);
  const [state, flag] = patchFlag(call.state, held, call);
  requireFlagApproval(call, held, flag);
  return { body: viewFlag(flag, state), state };
}

/** One of the verbs: idempotent, a repeat leaves even the version alone. */
function act(call: PrivateCall, changesOf: (flag: FlagRow) => Partial<FlagRow>): Answer {
  const flag = findFlag(call);
  const changes = changesOf(flag);
  const isDone = isSame({ ...flag, ...changes }, flag);
  if (isDone) return { body: viewFlag(flag, call.state) };
  const [state, written] = writeFlag(call.state, flag, { changes, now: call.now });
  requireFlagApproval(call, flag, written);
  return { body: viewFlag(written, state), state };
}

function dependents({ state }: PrivateCall, flag: FlagRow): Answer {
  const flags = dependentsOf(flag, state.flags);
  return { body: flags.map(({ id, key, name }) => ({ id, key, name })) };
}

/** By numeric id, deleted ones too. */
function findFlag({ state, project, params }: PrivateCall): FlagRow {
  const flag = state.flags.find(
    ({ id, team_id }) => String(id) === params["id"] && team_id === project.id,
  );
  if (flag === undefined) throw notFound();
  return flag;
}

/** A JSON list of names; anything else names nothing. */
function names(asked: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(asked);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
