import { isInRollout } from "./bucket.ts";
import type { Call } from "./call.ts";
import type { CompiledFlag } from "./compiled-flag.ts";
import type { Unknown } from "./match.ts";
import { both, unknown } from "./match.ts";
import type { Outcome, Reason } from "./outcome.ts";
import type { Subject } from "./person.ts";
import { groupSubject, onDevice, personSubject } from "./person.ts";
import type { CompiledGroup } from "./release-group.ts";
import { admittedValue, ruleOn } from "./release-group.ts";

/** A flag's value for somebody, and why. */
export interface Decided {
  readonly value: boolean | string;
  readonly reason: Reason;
  readonly group: number | null;
}

/** What a flag is for a person, as posthog-node 5.70.0 decides it locally. */
export function evaluateFlag(flag: CompiledFlag, call: Call): Outcome {
  const decision = decide(flag, call);
  if ("cause" in decision) return inconclusive(decision);
  const { value, reason, group } = decision;
  return { value, payload: flag.payloadOf(value), reason, group };
}

/** The decision without its payload, in the order of checks of `posthog-api.md` 5.2. */
export function decide(flag: CompiledFlag, call: Call): Decided | Unknown {
  if (!flag.active) return DISABLED;
  if (flag.undecidable !== undefined) return flag.undecidable;
  const subject = subjectOf(flag, call);
  if (subject !== undefined) return decideFor(subject, flag, call);
  return flag.groupType === undefined ? (flag.gaps() ?? NO_DEVICE) : NO_GROUP_TYPE;
}

/** Whom a flag is about: the person, their device or one of their groups, if it was named. */
export function subjectOf({ groupType, byDevice }: CompiledFlag, call: Call): Subject | undefined {
  if (groupType !== undefined) return groupSubject(call.person, groupType);
  const person = personSubject(call.person);
  return byDevice ? onDevice(person) : person;
}

const DISABLED: Decided = { value: false, reason: "disabled", group: null };
const NO_GROUP_TYPE: Decided = { value: false, reason: "no_group_type", group: null };
const NO_MATCH: Decided = { value: false, reason: "no_condition_match", group: null };
const NO_DEVICE = unknown("missing_context", ["$device_id"]);

function decideFor(subject: Subject, flag: CompiledFlag, call: Call): Decided | Unknown {
  const { holdout } = flag;
  if (holdout !== undefined && isInRollout(subject.bucketing, holdout.share, holdout.hash)) {
    return { value: holdout.value, reason: "holdout_condition_value", group: null };
  }
  return decideByGroups(subject, flag, call);
}

/** The first group that matches decides. Doubts about earlier ones do not matter then. */
function decideByGroups(flagSubject: Subject, flag: CompiledFlag, call: Call): Decided | Unknown {
  let doubt: Unknown | undefined;
  let pending: Set<boolean | string> | undefined;
  let refusal: Decided | undefined;
  for (let index = 0; index < flag.groups.length; index += 1) {
    const group = flag.groups[index]!;
    const subject = group.subject(flagSubject, call);
    if (subject === undefined) {
      refusal ??= NO_GROUP_TYPE;
      continue;
    }
    const ruling = ruleOn(group, subject, flag.buckets, call);
    if (ruling === "condition_match") {
      const value = admittedValue(group, subject, flag);
      if (doubt !== undefined && isContested(value, pending)) return doubt;
      return { value, reason: ruling, group: index };
    }
    if (typeof ruling === "object") {
      if (ruling.serverOnly) return leftToServer(flag, doubt, ruling);
      doubt = both(doubt, ruling);
      if (ruling.regex) (pending ??= new Set()).add(possibleValue(group, subject, flag));
    } else if (ruling === "out_of_rollout_bound") {
      refusal = { value: false, reason: ruling, group: index };
      if (flag.earlyExit) break;
    } else if (refusal?.reason !== "out_of_rollout_bound") {
      refusal = NO_MATCH;
    }
  }
  return doubt ?? refusal ?? NO_MATCH;
}

/** Whether an earlier group, had its pattern matched on the server, would say something else. */
function isContested(value: boolean | string, pending?: ReadonlySet<boolean | string>): boolean {
  return pending !== undefined && [...pending].some((other) => other !== value);
}

/** What the flag would be if the group, whose pattern only the server can try, matched. */
function possibleValue(
  group: CompiledGroup,
  subject: Subject,
  flag: CompiledFlag,
): boolean | string {
  const refused =
    flag.earlyExit && !isInRollout(subject.bucketing, group.share, flag.buckets.rollout);
  return refused ? false : admittedValue(group, subject, flag);
}

/** No further group is looked at, so the definition is asked what else stands in the way. */
function leftToServer(flag: CompiledFlag, doubt: Unknown | undefined, ruling: Unknown): Unknown {
  const known = both(doubt, ruling);
  return { ...both(known, flag.gaps() ?? ruling), serverOnly: true, regex: false };
}

function inconclusive({ cause, missing }: Unknown): Outcome {
  const named = missing.length === 0 ? {} : { missing };
  return { value: null, payload: null, reason: "inconclusive", cause, ...named, group: null };
}
