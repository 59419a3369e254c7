import { OpsError } from "../errors.ts";
import type { ExperimentDeclaration } from "./declaration.ts";
import { requireStep, type Verb } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import { observe } from "./observe.ts";
import type { Observed, ObservedExperiment } from "./observed.ts";
import type { RemoteStore } from "./store.ts";
import { toSubject } from "./subject.ts";

/** What a verb is applied to, and where. */
export interface Target {
  readonly store: RemoteStore;
  readonly declaration: ExperimentDeclaration;
  readonly base: Base;
}

/** An experiment that a verb may be applied to. */
export interface Staged {
  readonly experiment: ObservedExperiment;
  readonly observed: Observed;
}

/**
 * Finds a declared experiment in PostHog for a verb. Throws `refused`, before anything is sent,
 * when it is local only, when PostHog does not have it, or when the verb is illegal in its stage.
 */
export async function stageFor(verb: Verb, { store, declaration, base }: Target): Promise<Staged> {
  const { key, remote } = declaration;
  if (!remote)
    throw new OpsError("refused", `Cannot ${verb} experiment "${key}": it is a local toggle only`, {
      hint: "Remove remote = false to run it in PostHog",
    });
  const observed = await observe(store, [declaration]);
  const { experiment } = toSubject(declaration, observed, base);
  if (experiment === undefined)
    throw new OpsError("refused", `Cannot ${verb} experiment "${key}": PostHog does not have it`, {
      hint: `Run assay experiment create ${key}`,
    });
  requireStep(verb, experiment);
  return { experiment, observed };
}
