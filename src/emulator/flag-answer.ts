import type { Outcome, Reason } from "../evaluation/outcome.ts";
import { experimentsOf } from "./flag-view.ts";
import type { FlagRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** One flag of a detailed answer (`posthog-api.md` 4.1). */
export interface FlagAnswer {
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

/** The texts that PostHog puts beside its reason codes. */
const DESCRIPTIONS: Readonly<Partial<Record<Reason, string>>> = {
  no_condition_match: "No matching condition set",
  out_of_rollout_bound: "Out of rollout bound",
  no_group_type: "No group type",
  holdout_condition_value: "Holdout condition value",
};

/** What the server says about an outcome. */
export function toAnswer(flag: FlagRow, outcome: Outcome, state: State): FlagAnswer {
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

/** The value that a client reads out of an answer. */
export function valueOf({ variant, enabled }: FlagAnswer): string | boolean {
  return variant ?? enabled;
}
