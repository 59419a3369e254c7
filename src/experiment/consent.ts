import type { ExperimentChange, FlagChange } from "./change.ts";
import type { Flag } from "./flag.ts";
import { isSame } from "./json.ts";
import { isLaunched, isOver } from "./lifecycle.ts";
import { flagSettings } from "./settings.ts";
import type { Subject } from "./subject.ts";

/**
 * Whether a change deals people of an experiment that goes on out anew: its split, its variants or
 * their order, its bucketing or its holdout. Nobody can take that back, so its key is asked for.
 */
export function needsKey(
  { flag, experiment }: Subject,
  steps: {
    readonly flag?: FlagChange | undefined;
    readonly experiment?: ExperimentChange | undefined;
  },
): boolean {
  if (experiment === undefined || !isLaunched(experiment.stage) || isOver(experiment.stage))
    return false;
  const isRedealt =
    flag !== undefined &&
    steps.flag !== undefined &&
    !isSame(dealt(flag.flag), dealt(steps.flag.after));
  return isRedealt || (steps.experiment?.fields ?? []).some(({ path }) => path === "holdout");
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
