import type { Person } from "../evaluation/person.ts";
import { isRecord } from "../evaluation/record.ts";
import { OpsError } from "../errors.ts";
import { deadline } from "./deadline.ts";
import { ingestionHost } from "./hosts.ts";

/** PostHog's values of flags for one person. */
export interface FlagValues {
  /** Foreign data by key; a key that PostHog does not know is absent. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Keys that PostHog failed to decide this time. */
  readonly undecided: ReadonlySet<string>;
}

export interface FlagValuesAccess {
  readonly host: string;
  /** `phc_…`, which is public. */
  readonly projectKey: string;
  readonly fetch: typeof globalThis.fetch;
}

const TRY_MS = 10_000;

/**
 * Asks for several flags of one person in one request (`posthog-api.md` 4.1), once: the caller
 * knows when to try again. Throws `unavailable`; an answer that was cut short by a bill is none.
 */
export async function fetchFlagValues(
  { host, projectKey, fetch }: FlagValuesAccess,
  {
    person,
    keys,
    signal,
  }: { readonly person: Person; readonly keys: readonly string[]; readonly signal: AbortSignal },
): Promise<FlagValues> {
  const patience = deadline(TRY_MS);
  const response = await fetch(`${ingestionHost(host)}/flags/?v=2`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(toQuestion(person, keys, projectKey)),
    redirect: "manual",
    signal: AbortSignal.any([signal, patience.signal]),
  }).catch((error: unknown) => {
    throw unanswered("no connection", error);
  });
  const text = await response
    .text()
    .catch((error: unknown) => {
      throw unanswered("the answer was lost", error);
    })
    .finally(patience.release);
  if (!response.ok) throw unanswered(`status ${response.status}`);
  return parseAnswer(text, keys);
}

function toQuestion(person: Person, keys: readonly string[], token: string): object {
  const { distinctId, groups, personProperties, groupProperties } = person;
  const device = personProperties?.["$device_id"];
  return {
    token,
    distinct_id: distinctId,
    groups: groups ?? {},
    person_properties: personProperties ?? {},
    group_properties: groupProperties ?? {},
    ...(typeof device === "string" ? { $device_id: device } : {}),
    flag_keys_to_evaluate: keys,
    evaluation_runtime: "server",
    geoip_disable: true,
  };
}

function parseAnswer(text: string, keys: readonly string[]): FlagValues {
  const body = parseJson(text);
  if (!isRecord(body) || !isRecord(body["flags"])) throw unanswered("a strange answer");
  const limited = body["quotaLimited"];
  if (Array.isArray(limited) && limited.includes("feature_flags"))
    throw unanswered("the project's quota is used up");
  const flags = new Map(Object.entries(body["flags"]));
  const failed = [...flags].filter(([, flag]) => isRecord(flag) && flag["failed"] === true);
  const undecided = new Set(failed.map(([key]) => key));
  // The server may leave out what it could not compute: then nothing is known of absent keys.
  if (body["errorsWhileComputingFlags"] === true)
    for (const key of keys) if (!flags.has(key)) undecided.add(key);
  const values = [...flags].map(([key, flag]) => [key, toValue(flag)] as const);
  return { values: new Map(values), undecided };
}

function toValue(flag: unknown): unknown {
  if (!isRecord(flag)) return undefined;
  const { enabled, variant } = flag;
  if (enabled !== true) return enabled === false ? false : undefined;
  return typeof variant === "string" ? variant : true;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unanswered(why: string, cause?: unknown): OpsError {
  return new OpsError("unavailable", `Cannot ask PostHog for flags: ${why}`, { cause });
}
