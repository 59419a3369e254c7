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

/** From where each verb may go, and to where (`posthog-api.md` 3.4). */
export const STEPS: Readonly<Record<Verb, Step>> = {
  launch: { from: ["draft"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  freeze: { from: ["running"], to: "running" },
  unfreeze: { from: ["running"], to: "running" },
  conclude: { from: ["running", "paused"], to: "stopped" },
  ship: { from: ["running", "stopped"], to: "stopped" },
  archive: { from: ["stopped"], to: "archived" },
  reset: { from: ["running", "paused", "stopped", "archived"], to: "draft" },
};

export interface Step {
  readonly from: readonly Stage[];
  readonly to: Stage;
}

/** The verbs that are legal in a stage, in the order of a life. */
export function verbsFrom(stage: Stage): Verb[] {
  return VERBS.filter((verb) => STEPS[verb].from.includes(stage));
}

/** Throws `refused`, with the legal verbs, unless the verb is legal for an experiment in this stage. */
export function requireStep(
  verb: Verb,
  { key, stage }: { readonly key: string; readonly stage: Stage },
): void {
  if (STEPS[verb].from.includes(stage)) return;
  throw new OpsError("refused", `Cannot ${verb} experiment "${key}": it is ${AS[stage]}`, {
    hint: `Legal now: ${verbsFrom(stage).join(", ")}`,
  });
}

/** Whether a stage is over: nothing about the experiment is changed any more. */
export function isOver(stage: Stage): boolean {
  return stage === "stopped" || stage === "archived";
}

/** Whether people may already have met a variant. */
export function isLaunched(stage: Stage): boolean {
  return stage !== "draft";
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
