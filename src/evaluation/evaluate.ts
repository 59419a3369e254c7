import { isInRollout } from "./bucket.ts";
import type { Call } from "./call.ts";
import type { CompiledFlag } from "./compiled-flag.ts";
import type { Doubts, Unknown } from "./match.ts";
import { joinedBy, together, unknown } from "./match.ts";
import type { Decided, Outcome } from "./outcome.ts";
import { decided } from "./outcome.ts";
import type { Subject } from "./person.ts";
import { groupSubject, onDevice } from "./person.ts";
import type { CompiledGroup } from "./release-group.ts";
import { ruleOn, subjectIn } from "./release-group.ts";

/** What a flag is for a person, as posthog-node 5.70.0 decides it locally. */
export function evaluateFlag(flag: CompiledFlag, call: Call): Outcome {
  const decision = decide(flag, call);
  return "serverOnly" in decision ? inconclusive(decision) : decision;
}

/** The same, with a doubt left as one, in the order of checks of `posthog-api.md` 5.2. */
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
  return byDevice ? onDevice(call.subject) : call.subject;
}

const DISABLED = decided(false, "disabled");
const NO_GROUP_TYPE = decided(false, "no_group_type");
const NO_MATCH = decided(false, "no_condition_match");
const NO_DEVICE = unknown("missing_context", ["$device_id"]);

function decideFor(subject: Subject, flag: CompiledFlag, call: Call): Decided | Unknown {
  const { holdout } = flag;
  if (holdout !== undefined && isInRollout(subject.bucketing, holdout.share, holdout.hash)) {
    return holdout.outcome;
  }
  return decideByGroups(subject, flag, call);
}

/** The first group that matches decides. Doubts about earlier ones do not matter then. */
function decideByGroups(flagSubject: Subject, flag: CompiledFlag, call: Call): Decided | Unknown {
  let doubts: Doubts | undefined;
  let pending: Set<boolean | string> | undefined;
  let refusal: Decided | undefined;
  for (const group of flag.groups) {
    const subject = subjectIn(group, flagSubject, call);
    if (subject === undefined) {
      refusal ??= NO_GROUP_TYPE;
      continue;
    }
    const ruling = ruleOn(group, subject, flag.buckets, call);
    if (ruling === "condition_match") {
      const admitted = group.admitted(subject.bucketing);
      return doubts !== undefined && isContested(admitted, pending) ? together(doubts) : admitted;
    }
    if (typeof ruling === "object") {
      doubts = joinedBy(doubts, ruling);
      if (ruling.serverOnly) return leftToServer(flag, doubts);
      if (ruling.regex) (pending ??= new Set()).add(possibleValue(group, subject, flag));
    } else if (ruling === "out_of_rollout_bound") {
      refusal = group.refused;
      if (flag.earlyExit) break;
    } else if (refusal?.reason !== "out_of_rollout_bound") {
      refusal = NO_MATCH;
    }
  }
  return doubts === undefined ? (refusal ?? NO_MATCH) : together(doubts);
}

/** Whether an earlier group, had its pattern matched on the server, would say something else. */
function isContested({ value }: Decided, pending?: ReadonlySet<boolean | string>): boolean {
  return pending !== undefined && [...pending].some((other) => other !== value);
}

/** What the flag would be if the group, whose pattern only the server can try, matched. */
function possibleValue(
  group: CompiledGroup,
  { bucketing }: Subject,
  { earlyExit, buckets }: CompiledFlag,
): boolean | string {
  const refused = earlyExit && !isInRollout(bucketing, group.share, buckets.rollout);
  return refused ? false : group.admitted(bucketing).value;
}

/** No further group is looked at, so the definition is asked what else stands in the way. */
function leftToServer(flag: CompiledFlag, doubts: Readonly<Doubts>): Unknown {
  const gaps = flag.gaps();
  const known = together(gaps === undefined ? doubts : [...doubts, gaps]);
  return { ...known, serverOnly: true, regex: false };
}

function inconclusive({ cause, missing }: Unknown): Outcome {
  const named = missing.length === 0 ? {} : { missing };
  return { value: null, payload: null, reason: "inconclusive", cause, ...named, group: null };
}
