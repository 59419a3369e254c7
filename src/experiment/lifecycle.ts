import { OpsError } from "../errors.ts";

/** Where an experiment is in its life. Only verbs change it; no plan does. */
export type Stage = "draft" | "running" | "paused" | "stopped" | "archived";

export type Verb =
  | "launch"
  | "pause"
  | "resume"
  | "freeze"
  | "unfreeze"
  | "conclude"
  | "ship"
  | "archive"
  | "reset";

/** What decides which verbs are legal. */
export interface Life {
  readonly stage: Stage;
  /** Enrolment is closed: only those who are in already get a variant. */
  readonly frozen: boolean;
}

/** From where each verb may go, and to where (`posthog-api.md` 3.4). */
export const STEPS: Readonly<Record<Verb, Step>> = {
  launch: { from: ["draft"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  freeze: { from: ["running"], to: "running", enrolment: "open" },
  unfreeze: { from: ["running"], to: "running", enrolment: "frozen" },
  conclude: { from: ["running", "paused"], to: "stopped" },
  ship: { from: ["running", "stopped"], to: "stopped" },
  archive: { from: ["stopped"], to: "archived" },
  reset: { from: ["running", "paused", "stopped", "archived"], to: "draft" },
};

export interface Step {
  readonly from: readonly Stage[];
  readonly to: Stage;
  /** How enrolment must be before the step, which turns it round. */
  readonly enrolment?: "open" | "frozen";
}

/** The verbs that are legal now, in the order of a life. */
export function verbsFrom(life: Life): Verb[] {
  return VERBS.filter((verb) => isLegal(verb, life));
}

/** Throws `refused`, with the legal verbs, unless the verb is legal for this experiment. */
export function requireStep(verb: Verb, { key, ...life }: Life & { readonly key: string }): void {
  if (isLegal(verb, life)) return;
  throw new OpsError("refused", `Cannot ${verb} experiment "${key}": it is ${lifeText(life)}`, {
    hint: `Legal now: ${verbsFrom(life).join(", ")}`,
  });
}

/** Where a legal step leads. */
export function lifeAfter(verb: Verb, { frozen }: Life): Life {
  const { to, enrolment } = STEPS[verb];
  return { stage: to, frozen: enrolment === undefined ? frozen : enrolment === "open" };
}

/** A life in words, such as "running, its enrolment frozen". */
export function lifeText({ stage, frozen }: Life): string {
  return frozen ? `${AS[stage]}, its enrolment frozen` : AS[stage];
}

/** Whether a stage is over: nothing about the experiment is changed any more. */
export function isOver(stage: Stage): boolean {
  return stage === "stopped" || stage === "archived";
}

/** Whether people may already have met a variant. */
export function isLaunched(stage: Stage): boolean {
  return stage !== "draft";
}

/** Whether people meet variants now, or will again. */
export function goesOn(stage: Stage): boolean {
  return isLaunched(stage) && !isOver(stage);
}

function isLegal(verb: Verb, { stage, frozen }: Life): boolean {
  const { from, enrolment } = STEPS[verb];
  return from.includes(stage) && (enrolment === undefined || (enrolment === "frozen") === frozen);
}

const VERBS: readonly Verb[] = [
  ...(["launch", "pause", "resume", "freeze", "unfreeze"] as const),
  ...(["conclude", "ship", "archive", "reset"] as const),
];

const AS: Readonly<Record<Stage, string>> = {
  draft: "a draft",
  running: "running",
  paused: "paused",
  stopped: "stopped",
  archived: "archived",
};
