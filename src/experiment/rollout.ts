import type { ExperimentDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";
import type { FlagSettings } from "./settings.ts";

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
 * A declared flag at the percentage to which its ramp has come. An experiment with a ramp starts at
 * `rollout` or at its first step, whichever takes fewer in. From then on the ramp has its own verb:
 * a step of it that PostHog holds, or that was last applied, is no difference, and neither is a
 * launched experiment that takes in all that `rollout` says. A flag with several groups has no ramp.
 */
export function withRamp(
  declared: Flag,
  ramp: ExperimentDeclaration["ramp"],
  {
    held,
    applied,
    isLaunched,
  }: {
    readonly held: Flag | undefined;
    readonly applied: FlagSettings | undefined;
    readonly isLaunched: boolean;
  },
): Flag {
  const said = rolloutOf(declared);
  const [first] = ramp;
  if (said === undefined || first === undefined) return declared;
  const start = Math.min(said, first.rollout);
  const isReached = (rollout: number | undefined): boolean =>
    ramp.some((step) => step.rollout === rollout && step.rollout > start) ||
    (isLaunched && rollout === said);
  const [group, ...more] = applied?.groups ?? [];
  const last = more.length === 0 ? group?.rollout : undefined;
  const known = held === undefined ? [] : [rolloutOf(held), last];
  return withRollout(declared, known.find(isReached) ?? start);
}
