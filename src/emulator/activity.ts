import { isSame } from "../experiment/json.ts";
import { notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import type { ActivityRow, State } from "./state.ts";
import { USER } from "./user.ts";

const SCOPES = { flags: "FeatureFlag", experiments: "Experiment" } as const;

/** The audit trail of flags and experiments, the newest first (`posthog-api.md` 2.1, 3.1). */
export const activityRoutes: readonly PrivateRoute[] = [
  { base: "feature_flags", table: "flags" } as const,
  { base: "experiments", table: "experiments" } as const,
].flatMap(({ base, table }): readonly PrivateRoute[] => {
  const path = `/api/projects/:project/${base}`;
  const common = { method: "GET", scope: "activity_log:read" } as const;
  return [
    { ...common, path: `${path}/activity`, handle: (call) => trail(call, { table }) },
    {
      ...common,
      path: `${path}/:id/activity`,
      handle: (call) => {
        const isHeld = call.state[table].some(
          ({ id, team_id }) => String(id) === call.params["id"] && team_id === call.project.id,
        );
        if (!isHeld) throw notFound();
        return trail(call, { table, item: call.params["id"] });
      },
    },
  ];
});

function trail(
  { state, project, url }: PrivateCall,
  { table, item }: { readonly table: keyof typeof SCOPES; readonly item?: string | undefined },
): Answer {
  const limit = Number(url.searchParams.get("limit") ?? 10) || 10;
  const page = Number(url.searchParams.get("page") ?? 1) || 1;
  const found = state.activity
    .filter(({ team_id, scope }) => team_id === project.id && scope === SCOPES[table])
    .filter(({ item_id }) => item === undefined || item_id === item)
    .toReversed();
  const link = (to: number): string => {
    const target = new URL(url);
    target.searchParams.set("page", String(to));
    return target.href;
  };
  return {
    body: {
      total_count: found.length,
      next: page * limit < found.length ? link(page + 1) : null,
      previous: page > 1 ? link(page - 1) : null,
      results: found
        .slice((page - 1) * limit, page * limit)
        .map(({ team_id: _team, ...row }) => ({ ...row, user: USER })),
    },
  };
}

/** The next state with an entry for every flag and experiment that a request changed. */
export function withActivity(
  before: State,
  after: State,
  { now, uuid }: { readonly now: number; readonly uuid: () => string },
): State {
  const created_at = new Date(now).toISOString();
  const entries = (["flags", "experiments"] as const).flatMap((table) =>
    changedRows<Tracked>(before[table], after[table]).map(([held, row]): ActivityRow => ({
      id: uuid(),
      team_id: row.team_id,
      scope: SCOPES[table],
      item_id: String(row.id),
      activity: held === undefined ? "created" : deedOf(held, row),
      detail: { name: labelOf(row), changes: changesOf(held, row, SCOPES[table]) },
      created_at,
    })),
  );
  if (entries.length === 0) return after;
  return { ...after, activity: [...after.activity, ...entries].slice(-LONGEST_TRAIL) };
}

/** Older entries are forgotten, so that the state does not grow with every request. */
const LONGEST_TRAIL = 1000;

interface Tracked {
  readonly id: number;
  readonly team_id: number;
  readonly name: string;
  readonly deleted: boolean;
  readonly key?: string;
}

/** Rows are replaced, never changed in place, so a row that is the same object has not changed. */
function changedRows<Row extends Tracked>(
  before: readonly Row[],
  after: readonly Row[],
): (readonly [held: Row | undefined, row: Row])[] {
  if (before === after) return [];
  const held = new Map(before.map((row) => [row.id, row]));
  return after
    .filter((row) => held.get(row.id) !== row)
    .map((row) => [held.get(row.id), row] as const);
}

function deedOf(before: Tracked, after: Tracked): string {
  if (before.deleted === after.deleted) return "updated";
  return after.deleted ? "deleted" : "restored";
}

const labelOf = ({ key, name }: Tracked): string => key ?? name;

/** Fields that change with every write say nothing. */
const SILENT: readonly string[] = ["version", "updated_at"];

function changesOf(
  before: Tracked | undefined,
  after: Tracked,
  type: string,
): ActivityRow["detail"]["changes"] {
  if (before === undefined) return null;
  const old = new Map(Object.entries(before));
  return Object.entries(after)
    .filter(([field, value]) => !SILENT.includes(field) && !isSame(old.get(field), value))
    .map(([field, value]) => ({
      type,
      action: "changed",
      field,
      before: old.get(field) ?? null,
      after: value as unknown,
    }));
}
