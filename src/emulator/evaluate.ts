import { isRecord } from "../evaluation/record.ts";
import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Outcome, Reason } from "../evaluation/outcome.ts";
import { projectOfToken } from "./access.ts";
import { definitionsOf } from "./definitions.ts";
import { experimentsOf } from "./flag-view.ts";
import { parseJson } from "./parse-json.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call, Route } from "./route.ts";
import type { FlagRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";
import { asServer, type Person } from "./whole-person.ts";

/** Remote evaluation (`posthog-api.md` 4.1), under its new and its old path. */
export const evaluateRoutes: readonly Route[] = [
  { method: "POST", path: "/flags", handle: (call) => evaluate(call, { detailedFrom: 2 }) },
  { method: "POST", path: "/decide", handle: (call) => evaluate(call, { detailedFrom: 4 }) },
];

/** From a certain `v` on the answer says why; before it, it is two maps of values and payloads. */
function evaluate(call: Call, { detailedFrom }: { readonly detailedFrom: number }): Answer {
  const body = parseBody(call.text);
  const token = body["token"] ?? body["$token"] ?? body["api_key"];
  const project = projectOfToken(call, token);
  const distinctId = readDistinctId(body);
  const answers = evaluateAll(project.id, call, { body, distinctId });
  const isDetailed = Number(call.url.searchParams.get("v") ?? 0) >= detailedFrom;
  return {
    body: {
      ...(isDetailed
        ? { flags: Object.fromEntries(answers.map((answer) => [answer.key, answer])) }
        : legacy(answers)),
      errorsWhileComputingFlags: answers.some(({ failed }) => failed),
      requestId: call.uuid(),
      evaluatedAt: call.now,
    },
  };
}

/** One flag of the detailed answer. */
interface FlagAnswer {
  readonly key: string;
  readonly enabled: boolean;
  readonly variant: string | null;
  readonly reason: {
    readonly code: string;
    readonly condition_index: number | null;
    readonly description: string;
  };
  readonly metadata: JsonRecord & { readonly payload?: string };
  readonly failed?: true;
}

function evaluateAll(
  project: number,
  { state, now }: Call,
  { body, distinctId }: { readonly body: JsonRecord; readonly distinctId: string },
): readonly FlagAnswer[] {
  const person = readPerson(body);
  const definitions = definitionsOf(project, state, { cohorts: true });
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

/** The texts that PostHog puts beside its reason codes. */
const DESCRIPTIONS: Readonly<Partial<Record<Reason, string>>> = {
  no_condition_match: "No matching condition set",
  out_of_rollout_bound: "Out of rollout bound",
  no_group_type: "No group type",
  holdout_condition_value: "Holdout condition value",
};

function toAnswer(flag: FlagRow, outcome: Outcome, state: State): FlagAnswer {
  const { value, reason, group } = withoutDevice(flag, outcome);
  const payload = value === null ? undefined : flag.filters.payloads?.[String(value)];
  const answer = {
    key: flag.key,
    enabled: value !== false && value !== null,
    variant: typeof value === "string" ? value : null,
    metadata: {
      id: flag.id,
      version: flag.version,
      description: flag.name === "" ? null : flag.name,
      has_experiment: experimentsOf(flag, state).length > 0,
      ...(payload === undefined ? {} : { payload }),
    },
  };
  if (value !== null) return { ...answer, reason: explain(reason, group) };
  const isDependency = outcome.cause === "unresolved_dependency";
  const code = isDependency ? "missing_dependency" : "unknown";
  const description = isDependency ? "Missing dependency" : "Unknown";
  return { ...answer, reason: { code, condition_index: null, description }, failed: true };
}

function explain(reason: Reason, group: number | null): FlagAnswer["reason"] {
  const isMatch = reason === "condition_match" && group !== null;
  const description = isMatch ? `Matched condition set ${group + 1}` : DESCRIPTIONS[reason];
  return { code: reason, condition_index: group, description: description ?? reason };
}

/** For a server, a flag by device is out of rollout where no device was named. */
function withoutDevice(flag: FlagRow, outcome: Outcome): Outcome {
  const lacksDevice =
    flag.bucketing_identifier === "device_id" && outcome.missing?.includes("$device_id") === true;
  return lacksDevice && outcome.cause === "missing_context"
    ? { value: false, payload: null, reason: "out_of_rollout_bound", group: null }
    : outcome;
}

function legacy(answers: readonly FlagAnswer[]): JsonRecord {
  const known = answers.filter(({ failed }) => failed !== true);
  return {
    featureFlags: Object.fromEntries(
      known.map(({ key, enabled, variant }) => [key, variant ?? enabled]),
    ),
    featureFlagPayloads: Object.fromEntries(
      known.flatMap(({ key, metadata }) =>
        metadata.payload === undefined ? [] : [[key, metadata.payload]],
      ),
    ),
  };
}

function parseBody(text: string): JsonRecord {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw new Refusal(400, "Failed to parse request");
  }
  if (isRecord(body)) return body;
  throw new Refusal(400, "Failed to parse request");
}

function readDistinctId(body: JsonRecord): string {
  const given = body["distinct_id"] ?? body["$distinct_id"];
  if (given === undefined || given === null)
    throw new Refusal(
      400,
      "The distinct_id field is missing from the request. Please include a valid identifier.",
    );
  const distinctId = typeof given === "string" ? given : JSON.stringify(given);
  if (distinctId !== "") return distinctId;
  throw new Refusal(
    400,
    "The distinct_id field cannot be empty. Please provide a valid identifier.",
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

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
