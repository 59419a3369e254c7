import type { Event } from "../event/event.ts";
import type { Field } from "./path.ts";
import type { Metrics } from "./signal.ts";

/** Knows at every point of a log whether its user has agreed to be counted. */
export interface ConsentGate {
  readonly hear: (event: Pick<Event, "name" | "body">) => void;
  readonly lets: (event: Pick<Event, "name">) => boolean;
}

/**
 * Without a declaration everything may be counted. With one, a log starts without consent, and
 * only a plain `true` gives it: anything else in its place is read as a refusal. The events that
 * tell consent are never counted themselves.
 */
export function consentGate(declared: Metrics["consent"], field: Field): ConsentGate {
  if (declared === undefined) return { hear: () => undefined, lets: () => true };
  const { on } = declared;
  const granted = field(declared.granted);
  let given = false;
  return {
    hear: ({ name, body }) => {
      if (name === on) given = granted(body) === true;
    },
    lets: ({ name }) => given && name !== on,
  };
}
