import type { Declaration } from "./declaration.ts";
import { type Flag, toFlag } from "./flag.ts";
import { goesOn, isLaunched, isOver } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import type { Observed, ObservedExperiment, ObservedFlag } from "./observed.ts";
import { withRamp } from "./rollout.ts";

/** One declaration beside everything PostHog holds under its key. */
export interface Subject {
  readonly declaration: Declaration;
  readonly declared: Flag;
  readonly flag: ObservedFlag | undefined;
  /** Only for a declared experiment. */
  readonly experiment: ObservedExperiment | undefined;
  /** Only for a flag of its own: experiments on it that go on, though none is declared. */
  readonly foreign: readonly ObservedExperiment[];
  /** How many experiments PostHog has on the flag. */
  readonly rivals: number;
}

/** Whether a declaration has a remote side at all. */
export function isRemote(declaration: Declaration): boolean {
  return declaration.kind === "flag" || declaration.remote;
}

/** Whether a subject's flag is not touched, whatever differs. */
export function isFlagLeft({ flag, experiment }: Subject): boolean {
  if (experiment !== undefined && isOver(experiment.stage)) return true;
  return flag !== undefined && (flag.archived || flag.frozen);
}

/** Puts a declaration beside what PostHog holds. */
export function toSubject(declaration: Declaration, observed: Observed, base: Base): Subject {
  const { key, kind } = declaration;
  const flag = observed.flags.find((candidate) => candidate.flag.key === key);
  const found = observed.experiments.filter((candidate) => candidate.key === key);
  const candidates = kind === "experiment" ? found : [];
  const experiment = chosen(candidates, base.experiments[key]?.id);
  const declared = declaredFlag(declaration, flag);
  return {
    declaration,
    declared:
      kind === "experiment"
        ? withRamp(declared, declaration.ramp, {
            held: flag?.flag,
            applied: base.flags[key]?.settings,
            isLaunched: experiment !== undefined && isLaunched(experiment.stage),
          })
        : declared,
    flag,
    experiment,
    foreign: kind === "flag" ? found.filter(({ stage }) => goesOn(stage)) : [],
    rivals: candidates.length,
  };
}

/**
 * A new experiment's flag waits for the launch, its holdout comes with the experiment, and
 * its name is PostHog's: the config names the experiment.
 */
function declaredFlag(declaration: Declaration, observed: ObservedFlag | undefined): Flag {
  const flag = toFlag(declaration);
  if (declaration.kind === "flag") return flag;
  const holdout = observed?.flag.filters.holdout ?? null;
  const name = observed?.flag.name ?? flag.name;
  return { ...flag, name, active: false, filters: { ...flag.filters, holdout } };
}

/** Of several experiments on one flag: ours, else one that goes on, else the newest. */
function chosen(
  candidates: readonly ObservedExperiment[],
  ours: number | undefined,
): ObservedExperiment | undefined {
  const rank = ({ id, stage }: ObservedExperiment): number =>
    id === ours ? 0 : isOver(stage) ? 2 : 1;
  return candidates.toSorted((left, right) => rank(left) - rank(right) || right.id - left.id)[0];
}
