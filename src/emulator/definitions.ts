import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import {
  bearer,
  projectOfSecretKey,
  projectOfToken,
  requireProject,
  requireScope,
} from "./access.ts";
import { propertiesOf } from "./filter-references.ts";
import { experimentsOf, viewMinimalFlag } from "./flag-view.ts";
import { withInlinedCohorts } from "./inlined-cohorts.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call, Route } from "./route.ts";
import type { CohortRow, Filters, FlagRow, Property, State } from "./state.ts";

/** Definitions for local evaluation (`posthog-api.md` 4.2), under their new and their old path. */
export const definitionRoutes: readonly Route[] = [
  { method: "GET", path: "/flags/definitions", handle: definitions },
  { method: "GET", path: "/api/feature_flag/local_evaluation", handle: definitions },
];

/** One project's flags as the evaluator reads them, sorted by key. */
export function definitionsOf(
  project: number,
  state: State,
  { cohorts, encrypted = false }: { readonly cohorts: boolean; readonly encrypted?: boolean },
): Definitions {
  const flags = state.flags.filter(
    ({ team_id, deleted, has_encrypted_payloads }) =>
      team_id === project && !deleted && (encrypted || !has_encrypted_payloads),
  );
  const dynamic = Object.fromEntries(
    state.cohorts
      .filter((cohort) => cohort.team_id === project && isDynamic(cohort))
      .map(({ id, filters }) => [String(id), filters.properties]),
  );
  return {
    flags: flags
      .toSorted((left, right) => (left.key < right.key ? -1 : 1))
      .map((flag) => toDefinition(flag, state))
      .map((flag) =>
        cohorts ? flag : { ...flag, filters: withInlinedCohorts(flag.filters, dynamic) },
      ),
    group_type_mapping: Object.fromEntries(
      (state.groupTypes[project] ?? []).map((type, index) => [String(index), type]),
    ),
    cohorts: cohorts ? dynamic : {},
    property_matching_version: 1,
  };
}

function definitions(call: Call): Answer {
  const project = projectOfToken(call, call.url.searchParams.get("token"));
  const given = bearer(call.headers);
  if (given === null) throw new Refusal(401, "No personal API key provided");
  if (projectOfSecretKey(call) !== project) {
    const key = call.personalKeys.find((candidate) => candidate.key === given);
    if (key === undefined) throw new Refusal(401, "Invalid personal API key");
    requireScope(key, "feature_flag:read");
    requireProject(key, project);
  }
  if (project.isOverQuota === true)
    throw new Refusal(402, "Billing limit reached. Please upgrade your plan.");
  const cohorts = call.url.searchParams.has("send_cohorts");
  const body = {
    ...definitionsOf(project.id, call.state, { cohorts }),
    minimal_flag_called_events: false,
  };
  return cached(call, body);
}

/** A client that shows it has this answer already gets no body. */
function cached({ headers }: Call, body: unknown): Answer {
  const tag = bytesToHex(sha256(utf8ToBytes(JSON.stringify(body)))).slice(0, 32);
  const shown = (headers.get("if-none-match") ?? "").replace(/^W\//, "").replaceAll('"', "");
  const sent = { etag: `W/"${tag}"`, "cache-control": "private, must-revalidate" };
  return shown === tag ? { status: 304, headers: sent } : { body, headers: sent };
}

type Definition = FlagDefinition &
  Readonly<Record<string, unknown>> & { readonly filters: Filters };

function toDefinition(flag: FlagRow, state: State): Definition {
  return {
    ...viewMinimalFlag(flag),
    filters: withDependencyKeys(flag, state),
    has_experiment: experimentsOf(flag, state).length > 0,
  };
}

/** Rows name the flags they depend on by id; clients know flags by key. */
function withDependencyKeys(flag: FlagRow, state: State): Filters {
  const rewritten = (property: Property): Property & { dependency_chain?: readonly string[] } => {
    if (property.type !== "flag") return property;
    const target = state.flags.find(
      ({ id, team_id, deleted }) =>
        String(id) === property.key && team_id === flag.team_id && !deleted,
    );
    const chain = target === undefined ? undefined : chainTo(target, state, [flag.key]);
    return { ...property, key: target?.key ?? property.key, dependency_chain: chain ?? [] };
  };
  return {
    ...flag.filters,
    groups: (flag.filters.groups ?? []).map((group) => ({
      ...group,
      properties: (group.properties ?? []).map(rewritten),
    })),
  };
}

/** The keys to evaluate in order, the target last; undefined when it leads back to where it began. */
function chainTo(
  target: FlagRow,
  state: State,
  path: readonly string[],
): readonly string[] | undefined {
  if (path.includes(target.key)) return undefined;
  const chain: string[] = [];
  for (const { type, key } of propertiesOf(target.filters)) {
    if (type !== "flag") continue;
    const next = state.flags.find(({ id, deleted }) => String(id) === key && !deleted);
    const before = next && chainTo(next, state, [...path, target.key]);
    if (before === undefined) return undefined;
    chain.push(...before.filter((step) => !chain.includes(step)));
  }
  return [...chain, target.key];
}

/** Only cohorts that are defined by properties can be evaluated away from the server. */
function isDynamic({ deleted, is_static, filters }: CohortRow): boolean {
  return !deleted && !is_static && !JSON.stringify(filters).includes('"behavioral"');
}
