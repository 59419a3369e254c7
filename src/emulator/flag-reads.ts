import { isRecord } from "../evaluation/record.ts";
import { evaluateAll } from "./evaluate-all.ts";
import { valueOf, type FlagAnswer } from "./flag-answer.ts";
import { parseJson } from "./parse-json.ts";
import { invalid, notFound } from "./refusal.ts";
import type { Answer, PrivateCall } from "./route.ts";
import type { FlagRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** How far a flag is rolled out (`posthog-api.md` 2.1). Nothing here counts calls, so none is stale. */
export function flagStatus(_call: PrivateCall, flag: FlagRow): Answer {
  const groups = flag.filters.groups ?? [];
  const percents = groups.map(({ rollout_percentage }) => rollout_percentage ?? 100);
  const isTargeted = groups.some(({ properties }) => (properties ?? []).length > 0);
  const variants = flag.filters.multivariate?.variants ?? [];
  const isFull =
    groups.some(
      ({ properties, rollout_percentage }) =>
        (properties ?? []).length === 0 && (rollout_percentage ?? 100) === 100,
    ) &&
    (variants.length === 0 ||
      variants.some(({ rollout_percentage }) => rollout_percentage === 100));
  const [status, reason] = stageOf(flag);
  return {
    body: {
      status,
      reason,
      rollout: {
        effectively_full_rollout: isFull,
        has_targeting_conditions: isTargeted,
        max_rollout_percentage: Math.max(0, ...percents),
        is_multivariate: variants.length > 0,
      },
    },
  };
}

function stageOf({ deleted, archived }: FlagRow): readonly [status: string, reason: string] {
  if (deleted) return ["deleted", "Flag has been deleted"];
  if (archived) return ["archived", "Flag has been archived"];
  return ["active", "Flag is not stale"];
}

/** The payload of a remote-config flag: JSON text as a JSON string, so clients parse it twice (4.6). */
export function remoteConfig(call: PrivateCall): Answer {
  const asked = call.params["id"];
  const flag = call.state.flags.find(
    ({ id, key, team_id, deleted }) =>
      team_id === call.project.id && !deleted && (key === asked || String(id) === asked),
  );
  if (flag === undefined) throw notFound();
  if (!flag.is_remote_configuration) throw notFound();
  return {
    body: JSON.stringify(flag.filters.payloads?.["true"] ?? null),
    headers: { "content-type": "application/json" },
  };
}

/** What one person would be served by one flag now, active or not. */
export function testEvaluation(call: PrivateCall, flag: FlagRow): Answer {
  const { distinct_id, person_id, groups } = call.body;
  if ((distinct_id === undefined) === (person_id === undefined))
    throw invalid("Provide exactly one of distinct_id and person_id.");
  const flags = call.state.flags.map((held) => (held === flag ? { ...flag, active: true } : held));
  const [answer] = evaluateAll(
    call.project.id,
    { ...call.state, flags },
    {
      body: { groups, flag_keys: [flag.key] },
      distinctId: String(distinct_id ?? person_id),
      now: call.now,
    },
  );
  if (answer === undefined) throw notFound();
  return { body: { ...explained(answer), payload: answer.metadata.payload ?? null } };
}

/** What one person is served by every flag, or by those that are named, and why. */
export function evaluationReasons(call: PrivateCall): Answer {
  const { searchParams } = call.url;
  const distinctId = searchParams.get("distinct_id") ?? "";
  if (distinctId === "") throw invalid("distinct_id is required", "distinct_id", "required");
  const keys = searchParams.getAll("flag_keys");
  const body = {
    groups: groupsOf(searchParams.get("groups") ?? "{}"),
    ...(keys.length > 0 ? { flag_keys: keys } : {}),
  };
  const answers = evaluateAll(call.project.id, call.state, { body, distinctId, now: call.now });
  return { body: Object.fromEntries(answers.map((answer) => [answer.key, explained(answer)])) };
}

function explained(answer: FlagAnswer): JsonRecord {
  const { code, condition_index, description } = answer.reason;
  return {
    value: valueOf(answer),
    evaluation: { reason: code, condition_index, description },
  };
}

function groupsOf(text: string): JsonRecord {
  try {
    const groups = parseJson(text);
    if (isRecord(groups)) return groups;
  } catch {
    // Refused below, as any other value that names no groups.
  }
  throw invalid("groups must be a JSON object", "groups");
}
