import type { Event } from "../event/event.ts";
import type { Field } from "./path.ts";
import type { Metrics } from "./signal.ts";

/** Knows at every point of a log whether its user has agreed to be counted. */
export interface ConsentGate {
  readonly hear: (event: Pick<Event, "name" | "body">) => void;
  readonly lets: (event: Pick<Event, "name">) => boolean;
  /** Whether there is consent now; undefined while that was decided before this part of the log. */
  readonly given: () => boolean | undefined;
}

/**
 * Without a declaration everything may be counted. With one, a log starts without consent, and
 * only a plain `true` gives it: anything else in its place is read as a refusal. The events that
 * tell consent are never counted themselves.
 *
 * @param isContinued whether another part of the log came before, which may have given consent
 */
export function consentGate(
  declared: Metrics["consent"],
  field: Field,
  isContinued: boolean = false,
): ConsentGate {
  if (declared === undefined) return { hear: () => undefined, lets: () => true, given: () => true };
  const { on } = declared;
  const granted = field(declared.granted);
  let given: boolean | undefined = isContinued ? undefined : false;
  return {
    hear: ({ name, body }) => {
      if (name === on) given = granted(body) === true;
    },
    lets: ({ name }) => given !== false && name !== on,
    given: () => given,
  };
}
