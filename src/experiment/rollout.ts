import type { ExperimentDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";

/** The percentage of a flag with one release group; undefined where there is not exactly one. */
export function rolloutOf({ filters }: Flag): number | undefined {
  const [group, ...more] = filters.groups ?? [];
  return group === undefined || more.length > 0 ? undefined : (group.rollout_percentage ?? 100);
}

/** The same flag with another percentage. */
export function withRollout(flag: Flag, rollout: number): Flag {
  const groups = (flag.filters.groups ?? []).map((group) => ({
    ...group,
    rollout_percentage: rollout,
  }));
  return { ...flag, filters: { ...flag.filters, groups } };
}

/**
 * A declared flag at the step to which its ramp has raised what PostHog holds: no plan takes back
 * what `ramp` did, and no other percentage is let pass.
 */
export function withRamp(
  declared: Flag,
  { ramp }: Pick<ExperimentDeclaration, "ramp">,
  held: Flag,
): Flag {
  const [start, rollout] = [rolloutOf(declared), rolloutOf(held)];
  if (start === undefined || rollout === undefined || rollout <= start) return declared;
  const isStep = ramp.some((step) => step.rollout === rollout);
  return isStep ? withRollout(declared, rollout) : declared;
}
