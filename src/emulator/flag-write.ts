import { parseFields } from "./fields.ts";
import { parseFilters } from "./filters.ts";
import { checkFlagStep } from "./flag-rules.ts";
import { viewFlag } from "./flag-view.ts";
import { unconflicted } from "./lock.ts";
import { invalid } from "./refusal.ts";
import { boolean, choice, list, nullable, object, text, type Shape } from "./shape.ts";
import { insert, replace, type Filters, type FlagRow, type State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** The state after a write, and the flag that was written. */
export type Written = readonly [state: State, flag: FlagRow];

/** Creates a flag from a request's body. A key held only by deleted flags is free. */
export function createFlag(
  state: State,
  {
    body,
    team_id,
    now,
  }: { readonly body: JsonRecord; readonly team_id: number; readonly now: number },
): Written {
  const fields = parseFields(createShape, body);
  const key = String(fields["key"]);
  requireFreeKey(state, { team_id, key });
  const filters = parseFilters(body["filters"] ?? {}, {}, { state, owner: { team_id, key } });
  requireGroup(filters);
  return insertFlag(state, { team_id, key, now }, { ...fields, filters });
}

/** Adds a flag whose parts have been validated, with PostHog's defaults for what is not said. */
export function insertFlag(
  state: State,
  { team_id, key, now }: { readonly team_id: number; readonly key: string; readonly now: number },
  fields: Partial<FlagRow>,
): Written {
  const moment = new Date(now).toISOString();
  const make = (id: number): FlagRow => ({
    name: "",
    filters: {},
    active: true,
    deleted: false,
    archived: false,
    tags: [],
    ensure_experience_continuity: null,
    bucketing_identifier: null,
    evaluation_runtime: "all",
    evaluation_contexts: [],
    is_remote_configuration: false,
    has_encrypted_payloads: false,
    ...fields,
    id,
    team_id,
    key,
    version: 1,
    created_at: moment,
    updated_at: moment,
  });
  const written = insert(moveTombstones(state, { team_id, key }), "flags", make);
  checkFlagStep({ before: undefined, after: written[1], state });
  return written;
}

/** Carries a PATCH out: only what is sent changes, and every success adds one to the version. */
export function patchFlag(
  state: State,
  flag: FlagRow,
  { body, now }: { readonly body: JsonRecord; readonly now: number },
): Written {
  const fields: Partial<FlagRow> = parseFields(flagShape, body);
  if (fields.key !== undefined && fields.key !== flag.key)
    requireFreeKey(state, { team_id: flag.team_id, key: fields.key });
  const filters =
    body["filters"] === undefined
      ? {}
      : { filters: parseFilters(body["filters"], flag.filters, { state, owner: flag }) };
  const changes = unconflicted(
    viewFlag(flag, state),
    { ...fields, ...filters },
    { body, original: body["original_flag"], what: "feature flag" },
  );
  return writeFlag(state, flag, { changes, now });
}

/** Applies validated changes to a flag, under the rules for its next version. */
export function writeFlag(
  state: State,
  flag: FlagRow,
  { changes, now }: { readonly changes: Partial<FlagRow>; readonly now: number },
): Written {
  const changed = { ...flag, ...changes };
  const key = keyAfter(flag, changed, state);
  const after: FlagRow = {
    ...changed,
    key,
    version: flag.version + 1,
    updated_at: new Date(now).toISOString(),
  };
  checkFlagStep({ before: flag, after, state });
  const freed = after.deleted ? state : moveTombstones(state, after);
  return [replace(freed, "flags", after), after];
}

/** The key of a flag. */
export const FLAG_KEY: Shape = text(400, {
  test: /^[a-zA-Z0-9_-]+$/,
  code: "invalid_key",
  detail: "Only letters, numbers, hyphens (-) & underscores (_) are allowed.",
});

const FLAG_FIELDS = {
  key: FLAG_KEY,
  name: text(4000),
  active: boolean,
  deleted: boolean,
  archived: boolean,
  tags: list(text(255)),
  ensure_experience_continuity: nullable(boolean),
  bucketing_identifier: nullable(choice(["distinct_id", "device_id"])),
  evaluation_runtime: nullable(choice(["server", "client", "all"])),
  evaluation_contexts: list(text(255)),
  is_remote_configuration: boolean,
  has_encrypted_payloads: boolean,
};

const flagShape = object(FLAG_FIELDS);
const createShape = object(FLAG_FIELDS, ["key"]);

function requireFreeKey(
  { flags }: State,
  { team_id, key }: Pick<FlagRow, "team_id" | "key">,
): void {
  if (flags.some((flag) => flag.team_id === team_id && flag.key === key && !flag.deleted))
    throw invalid("There is already a feature flag with this key.", "key", "unique");
}

function requireGroup({ groups }: Filters): void {
  if (groups === undefined || groups.length === 0)
    throw invalid("Feature flags must have at least one condition set (group).", "filters");
}

const TOMBSTONE = /:deleted:\d+$/;

/** Deleting a flag that an experiment uses frees its key; restoring takes it, or the next one, back. */
function keyAfter(before: FlagRow, after: FlagRow, { flags, experiments }: State): string {
  const isLinked = experiments.some(({ feature_flag_id }) => feature_flag_id === before.id);
  if (after.deleted && !before.deleted) return isLinked ? tombstone(after) : after.key;
  if (after.deleted || !before.deleted) return after.key;
  const original = after.key.replace(TOMBSTONE, "");
  const isTaken = (key: string): boolean =>
    flags.some(
      (flag) => flag.team_id === after.team_id && flag.id !== after.id && flag.key === key,
    );
  let candidate = original;
  for (let suffix = 2; isTaken(candidate); suffix += 1) candidate = `${original}-${suffix}`;
  return candidate;
}

/** Deleted flags step aside for a living one of the same key. */
function moveTombstones(state: State, { team_id, key }: Pick<FlagRow, "team_id" | "key">): State {
  const flags = state.flags.map((flag) =>
    flag.team_id === team_id && flag.key === key && flag.deleted
      ? { ...flag, key: tombstone(flag) }
      : flag,
  );
  return { ...state, flags };
}

const tombstone = ({ key, id }: FlagRow): string => `${key.replace(TOMBSTONE, "")}:deleted:${id}`;
