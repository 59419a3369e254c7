import type { Catalogue } from "../event/catalogue.ts";
import { byKey } from "../metrics/tally.ts";
import { judgeEvent } from "../privacy/event/judge.ts";
import { isIgnored } from "../privacy/ignore.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { underPolicy } from "../privacy/severity.ts";

/** An event with everything that will leave. */
export interface LeavingEvent {
  readonly name: string;
  readonly distinctId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The last gate before the network. It lets an event go as it is, or not at all. */
export interface EgressFilter {
  readonly approve: (event: LeavingEvent) => boolean;
  /** Counts an event that was stopped elsewhere. */
  readonly refuse: (why: string) => void;
  /** How many events were refused, by `rule pointer`; never a value. */
  readonly refused: () => Readonly<Record<string, number>>;
}

/**
 * Judges what is about to leave as `assay replay` would judge the log of it: by the catalogue and
 * the string rules, under the config's profile and ignores. An error refuses the whole event.
 *
 * @param today the day as an ISO date
 */
export function egressFilter({
  catalogue,
  privacy,
  today,
}: {
  readonly catalogue: Catalogue;
  readonly privacy: PrivacyPolicy;
  readonly today: () => string;
}): EgressFilter {
  const counts = new Map<string, number>();
  const refuse = (why: string): void => void counts.set(why, (counts.get(why) ?? 0) + 1);
  return {
    refuse,
    refused: () => Object.fromEntries(byKey(counts)),
    approve: ({ name, distinctId, properties }) => {
      const body = { [catalogue.name]: name, distinct_id: distinctId, properties };
      const found = judgeEvent({ name, body, line: 1, index: 0 }, catalogue);
      const refusals = underPolicy(found, privacy).filter(
        (judgement) => judgement.severity === "error" && !isIgnored(judgement, privacy, today()),
      );
      const [first] = refusals;
      if (first !== undefined) refuse(`${first.rule} ${first.pointer}`);
      return first === undefined;
    },
  };
}
