import type { ExperimentChange, FlagChange } from "./change.ts";
import type { Flag } from "./flag.ts";
import { isSame } from "./json.ts";
import { goesOn } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import { STILL } from "./reassignment.ts";
import { flagSettings } from "./settings.ts";
import type { Subject } from "./subject.ts";

/** A key that a person must type or pass, because no later apply takes the change back. */
export interface Confirmation {
  readonly key: string;
  /**
   * `redeal`: people of an experiment that goes on are dealt out anew. `takeover`: people get a
   * flag now that was never applied from here, and would get another one.
   */
  readonly why: "redeal" | "takeover";
}

interface Steps {
  readonly flag?: FlagChange | undefined;
  readonly experiment?: ExperimentChange | undefined;
}

/**
 * What a subject's changes need confirmed.
 *
 * @param ours keys that may be taken over without being asked for
 */
export function confirmationsOf(
  subject: Subject,
  steps: Steps,
  { base, ours }: { readonly base: Base; readonly ours: readonly string[] },
): Confirmation[] {
  const { key } = subject.declaration;
  if (isRedealt(subject, steps)) return [{ key, why: "redeal" }];
  if (ours.includes(key) || !isTakenOver(subject, steps, base)) return [];
  return [{ key, why: "takeover" }];
}

/** Whether a change is to a flag that was never applied from here, or to a namesake of one. */
export function isUnknown({ declaration: { key }, flag }: Subject, base: Base): boolean {
  return flag !== undefined && base.flags[key]?.id !== flag.id;
}

/** Split, variants or their order, bucketing or holdout, of an experiment that people have met. */
function isRedealt({ flag, experiment, foreign }: Subject, steps: Steps): boolean {
  const affected = experiment === undefined ? foreign : [experiment];
  if (!affected.some(({ stage }) => goesOn(stage))) return false;
  const isFlagRedealt =
    flag !== undefined &&
    steps.flag !== undefined &&
    !isSame(dealt(flag.flag), dealt(steps.flag.after));
  return isFlagRedealt || (steps.experiment?.fields ?? []).some(({ path }) => path === "holdout");
}

function isTakenOver(subject: Subject, { flag: step }: Steps, base: Base): boolean {
  if (step === undefined || subject.flag?.flag.active !== true) return false;
  return isUnknown(subject, base) && !isSame(step.moves, STILL);
}

/** All that decides which variant somebody gets who is in. */
function dealt(flag: Flag): unknown {
  const { bucketing, holdout, variants, groups } = flagSettings(flag);
  return {
    bucketing,
    holdout,
    variants: variants.map(({ key, share }) => [key, share]),
    aggregations: [...new Set(groups.map(({ aggregation }) => aggregation))],
  };
}
