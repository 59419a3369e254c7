import { OpsError } from "../errors.ts";
import type { Declaration } from "./declaration.ts";
import { isOver, lifeText } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import { observe } from "./observe.ts";
import type { ObservedFlag } from "./observed.ts";
import { reassignment } from "./reassignment.ts";
import type { Consent } from "./stage.ts";
import type { FlagVerb, RemoteStore } from "./store.ts";
import { type Subject, toSubject } from "./subject.ts";

/** A flag after a verb, and whether the verb had anything to do. */
export interface Switched {
  readonly flag: ObservedFlag;
  readonly isChanged: boolean;
}

/**
 * Switches a declared flag on or off, or archives it. What is so already is left as it is. Throws
 * `refused`, before anything is sent, for a flag that PostHog does not have, for an archived one
 * that should be on, and where the step belongs to the experiment that owns the flag.
 */
export async function switchFlag(
  verb: FlagVerb,
  target: {
    readonly store: RemoteStore;
    readonly declaration: Declaration;
    readonly base: Base;
    readonly consent?: Consent;
  },
): Promise<Switched> {
  const { store, declaration, base } = target;
  const subject = toSubject(declaration, await observe(store, [declaration]), base);
  const { flag } = subject;
  const { key, kind } = declaration;
  if (flag === undefined)
    throw new OpsError("refused", `Cannot ${verb} flag "${key}": PostHog does not have it`, {
      hint: `Run assay ${kind} create ${key}`,
    });
  if (isDone(verb, flag)) return { flag, isChanged: false };
  if (verb === "enable" && flag.archived)
    throw new OpsError("refused", `Cannot enable flag "${key}": it is archived`, {
      hint: "Restore it in PostHog; no step of assay leads out of the archive",
    });
  if (kind === "experiment") requireOwned(verb, subject);
  if (verb === "archive") requireUnused(subject);
  const after = { ...flag.flag, active: verb === "enable" };
  await target.consent?.(reassignment(flag.flag, after));
  return { flag: await store.switchFlag(flag, verb), isChanged: true };
}

function isDone(verb: FlagVerb, { flag, archived }: ObservedFlag): boolean {
  return verb === "archive" ? archived : flag.active === (verb === "enable");
}

/** People of an experiment that nobody declared would lose their variants. */
function requireUnused({ declaration: { key }, foreign: [experiment] }: Subject): void {
  if (experiment === undefined) return;
  const { stage } = experiment;
  throw new OpsError(
    "refused",
    `Cannot archive flag "${key}": an experiment on it is ${lifeText({ stage, frozen: false })}`,
    { hint: "Conclude the experiment first, in PostHog or where it is declared" },
  );
}

/** A draft's flag waits for the launch, and one that serves an experiment is not archived. */
function requireOwned(verb: FlagVerb, { declaration: { key }, experiment }: Subject): void {
  const stage = experiment?.stage ?? "draft";
  if (verb === "enable" && stage === "draft")
    throw new OpsError("refused", `Cannot enable flag "${key}": its experiment is a draft`, {
      hint: `Run assay experiment launch ${key}, which enables it`,
    });
  if (verb === "archive" && !isOver(stage))
    throw new OpsError(
      "refused",
      `Cannot archive flag "${key}": its experiment is ${lifeText({ stage, frozen: false })}`,
      {
        hint: `Legal now: ${stage === "draft" ? "" : "enable, "}disable; it is archived once its experiment is concluded`,
      },
    );
}
