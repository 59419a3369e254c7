import { type ErrorKind, OpsError } from "../errors.ts";
import type { ExperimentDeclaration } from "./declaration.ts";
import { movesBy } from "./flag-after.ts";
import { isSame } from "./json.ts";
import { type Life, lifeAfter, requireStep, type Verb } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import { observe } from "./observe.ts";
import type { Observed, ObservedExperiment, ObservedFlag } from "./observed.ts";
import type { Moves } from "./reassignment.ts";
import type { Deed, RemoteStore } from "./store.ts";
import { toSubject } from "./subject.ts";

/** What a verb is applied to, and where. */
export interface Target {
  readonly store: RemoteStore;
  readonly declaration: ExperimentDeclaration;
  readonly base: Base;
  readonly consent?: Consent;
}

/**
 * Asked when every check has passed and before anything is sent; throws unless somebody agrees.
 *
 * @param moves who would enter, leave or switch; null when it depends on who the people are
 */
export type Consent = (moves: Moves | null) => Promise<void>;

/** An experiment at one moment of its life, with its flag. */
export interface Staged {
  readonly experiment: ObservedExperiment;
  readonly flag: ObservedFlag | undefined;
  readonly observed: Observed;
}

/**
 * Finds a declared experiment in PostHog for a deed. Throws `refused`, before anything is sent,
 * when it is local only, or when PostHog does not have it.
 *
 * @param verb what is to be done, for the refusal
 */
export async function find(verb: string, { store, declaration, base }: Target): Promise<Staged> {
  const { key, remote } = declaration;
  if (!remote)
    throw new OpsError("refused", `Cannot ${verb} experiment "${key}": it is a local toggle only`, {
      hint: "Remove remote = false to run it in PostHog",
    });
  const observed = await observe(store, [declaration]);
  const { experiment, flag } = toSubject(declaration, observed, base);
  if (experiment === undefined)
    throw new OpsError("refused", `Cannot ${verb} experiment "${key}": PostHog does not have it`, {
      hint: `Run assay experiment create ${key}`,
    });
  return { experiment, flag, observed };
}

/** The same for a verb of the lifecycle, which must be legal now. */
export async function stageFor(verb: Verb, target: Target): Promise<Staged> {
  const staged = await find(verb, target);
  requireStep(verb, { key: target.declaration.key, ...lifeOf(staged) });
  if (verb === "freeze") requireFreezable(target.declaration.key, staged);
  return staged;
}

/** Where an experiment is in its life. */
export function lifeOf({ experiment, flag }: Pick<Staged, "experiment" | "flag">): Life {
  return { stage: experiment.stage, frozen: flag?.frozen === true };
}

/**
 * Carries a legal deed out and reads what PostHog then holds. Where the answer is lost, what it
 * holds tells whether the deed was done; where somebody else was faster, which verbs are legal now.
 */
export async function carryOut(deed: Deed, target: Target, staged: Staged): Promise<Staged> {
  await target.consent?.(movesBy(deed, staged.flag));
  try {
    await target.store.carryOut(staged.experiment, deed);
  } catch (error) {
    if (!(error instanceof OpsError) || !TOLD_LATER.has(error.kind)) throw error;
    const now = await find(deed.verb, target).catch(() => undefined);
    if (now === undefined) throw error;
    if (error.kind === "unavailable" && isReached(deed.verb, staged, now)) return now;
    if (error.kind === "refused")
      requireStep(deed.verb, { key: target.declaration.key, ...lifeOf(now) });
    throw error;
  }
  return find(deed.verb, target);
}

/** Failures of which a second look tells more. */
const TOLD_LATER: ReadonlySet<ErrorKind> = new Set(["unavailable", "refused"]);

/** A step that leads nowhere new, such as a second shipment, cannot be told from none. */
function isReached(verb: Verb, before: Staged, now: Staged): boolean {
  const wanted = lifeAfter(verb, lifeOf(before));
  return !isSame(wanted, lifeOf(before)) && isSame(wanted, lifeOf(now));
}

/** Carries out a verb that needs nothing else to be said. */
export async function step(
  verb: Exclude<Verb, "launch" | "conclude" | "ship">,
  target: Target,
): Promise<Staged> {
  return carryOut({ verb }, target, await stageFor(verb, target));
}

/** PostHog freezes persons alone, and none that a holdout keeps out (`posthog-api.md` 3.4). */
function requireFreezable(key: string, { experiment, flag }: Staged): void {
  const { groups, aggregation_group_type_index: aggregation } = flag?.flag.filters ?? {};
  const isAggregated = [
    aggregation,
    ...(groups ?? []).map((group) => group.aggregation_group_type_index),
  ].some((index) => (index ?? null) !== null);
  const refuse = (why: string): never => {
    throw new OpsError("refused", `Cannot freeze experiment "${key}": ${why}`, {
      hint: `Stop it for everybody with assay experiment pause ${key}`,
    });
  };
  if (isAggregated) refuse("its flag is decided by group, not by person");
  if (experiment.holdout !== undefined) refuse("it is in a holdout");
}
