import { isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";

/** Whether a body with a list `batch` was sent to `/i/v1/analytics/events`: the key is in a header. */
export function isV1Batch(body: Body): boolean {
  return Object.hasOwn(body, "created_at") && KEYS.every((key) => !Object.hasOwn(body, key));
}

const KEYS = ["api_key", "token"] as const;

/** What stands around the events, under the name that `/batch/` gives it. */
export function fromV1Body({ created_at: sentAt, ...rest }: Body): Body {
  return { ...rest, sent_at: sentAt };
}

/**
 * An event with its properties where they stood before the client moved them out
 * (`posthog-api.md` 7.3), so that both ways to send it are judged alike.
 */
export function fromV1Event(event: unknown): unknown {
  if (!isRecord(event)) return event;
  const { properties, options } = event;
  if (properties !== undefined && properties !== null && !isRecord(properties)) return event;
  const own: Record<string, unknown> = { ...properties };
  const rest: Record<string, unknown> = { ...event };
  move(rest, own, MOVED);
  if (isRecord(options)) {
    const others = { ...options };
    move(others, own, OPTIONS);
    if (Object.keys(others).length > 0) rest["options"] = others;
    else delete rest["options"];
  }
  return { ...rest, properties: own };
}

const MOVED: readonly (readonly [string, string])[] = [
  ["session_id", "$session_id"],
  ["window_id", "$window_id"],
];
const OPTIONS: readonly (readonly [string, string])[] = [
  ["process_person_profile", "$process_person_profile"],
  ["cookieless_mode", "$cookieless_mode"],
  ["disable_skew_correction", "$ignore_sent_at"],
  ["product_tour_id", "$product_tour_id"],
];

function move(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  names: readonly (readonly [string, string])[],
): void {
  for (const [name, property] of names) {
    if (!Object.hasOwn(from, name) || Object.hasOwn(to, property)) continue;
    to[property] = from[name];
    delete from[name];
  }
}
