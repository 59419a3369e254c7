import { type Diagnostic, OpsError } from "../errors.ts";
import type { VariantDeclaration } from "./declaration.ts";
import { lifeText, verbsFrom } from "./lifecycle.ts";
import type { ObservedExperiment } from "./observed.ts";
import { plan } from "./plan.ts";
import { reassignment } from "./reassignment.ts";
import { rolloutOf, withRollout } from "./rollout.ts";
import { type SampleRatio, sampleRatio } from "./sample-ratio.ts";
import { find, lifeOf, type Staged, type Target } from "./stage.ts";
import type { EvidenceStore } from "./store.ts";

/** An experiment after its ramp was looked at. */
export interface Ramped extends Staged {
  readonly warnings: readonly Diagnostic[];
  /** Whether its flag was set to something new. */
  readonly applies: boolean;
}

/**
 * Raises the rollout of an experiment to the last step of its ramp whose day has come. It never
 * takes anybody out, and where nothing is due it does nothing, whatever the stage. Throws `refused`
 * to hold: while the experiment does not run with open enrolment, while PostHog holds something
 * else than the config says, and while people do not meet the variants in their shares.
 *
 * @param today ISO date
 * @param isStrict whether to hold, too, while nobody knows how many people met each variant
 */
export async function raise(
  target: Target,
  { today, isStrict }: { readonly today: string; readonly isStrict: boolean },
): Promise<Ramped> {
  const { declaration, store } = target;
  const { key, ramp } = declaration;
  if (ramp.length === 0)
    throw held(key, "it declares no ramp", "Declare ramp = [{ on = DATE, rollout = N }]");
  const staged = await find("ramp", target);
  const { flag } = staged;
  const step = ramp.findLast(({ on }) => on <= today);
  if (step === undefined) return idle(staged, "No step of the ramp is due yet");
  if (flag === undefined) throw held(key, "PostHog has no flag for it", "Run assay apply");
  const from = rolloutOf(flag.flag);
  if (from === undefined)
    throw held(key, "its flag has more than one release group", "Declare rollout, or one group");
  if (from >= step.rollout) return idle(staged, `${from} % are in: no due step takes more in`);
  requireRaisable(target, staged);
  const warnings = await requireHealthy(target, staged, isStrict);
  const after = withRollout(flag.flag, step.rollout);
  await target.consent?.(reassignment(flag.flag, after));
  await store.updateFlag(flag, after);
  const said = note(`The rollout goes from ${from} % to ${step.rollout} %`);
  return { ...(await find("ramp", target)), warnings: [said, ...warnings], applies: true };
}

/** The experiment runs and takes people in, and nobody has moved it from what is declared. */
function requireRaisable(target: Target, staged: Staged): void {
  const { key } = target.declaration;
  const life = lifeOf(staged);
  if (life.stage !== "running" || life.frozen)
    throw held(key, `it is ${lifeText(life)}`, `Legal now: ${verbsFrom(life).join(", ")}`);
  requireUndrifted(target, staged);
}

/** What can be told of its health, from the people that PostHog has counted. */
async function requireHealthy(
  { declaration: { key, variants }, store }: Target,
  { experiment }: Staged,
  isStrict: boolean,
): Promise<Diagnostic[]> {
  const ratio = await ratioOf(store, experiment, variants);
  if ("unknown" in ratio) {
    if (isStrict) throw held(key, `its health is not known: ${ratio.unknown}`, "Try again later");
    const message = `The health of experiment "${key}" is not known: ${ratio.unknown}`;
    const hint = "Add --hold-unless-healthy to hold until it is";
    return [{ rule: "ramp.health", severity: "warning", message, hint }];
  }
  const { verdict, leaks, p } = ratio;
  if (verdict === "ok") return [];
  const why =
    leaks.length > 0
      ? `people meet ${leaks.map((leak) => `"${leak}"`).join(", ")}, which has no share`
      : `people do not meet its variants in their shares (p = ${(p ?? 0).toExponential(1)})`;
  throw held(key, why, "Look for what loses or adds people in one variant, then reset it");
}

/** A question that PostHog cannot answer is no answer, be it good or bad. */
async function ratioOf(
  store: EvidenceStore,
  experiment: ObservedExperiment,
  variants: readonly VariantDeclaration[],
): Promise<SampleRatio | { readonly unknown: string }> {
  try {
    const people = await store.exposures(experiment);
    if (people === undefined) return { unknown: "PostHog has no exposures for it" };
    const ratio = sampleRatio(people, variants);
    return ratio.verdict === "few" ? { unknown: "fewer than 100 people have met it" } : ratio;
  } catch (error) {
    if (!(error instanceof OpsError) || error.kind === "interrupted") throw error;
    return { unknown: error.message };
  }
}

function held(key: string, why: string, hint: string): OpsError {
  return new OpsError("refused", `Cannot raise experiment "${key}": ${why}`, { hint });
}

function idle(staged: Staged, why: string): Ramped {
  return { ...staged, warnings: [note(why)], applies: false };
}

const note = (message: string): Diagnostic => ({ rule: "ramp.note", severity: "note", message });

function requireUndrifted({ declaration, base }: Target, { observed }: Staged): void {
  const { changes } = plan({ declarations: [declaration], observed, base, environment: "" });
  if (changes.length === 0) return;
  const paths = changes.flatMap(({ fields }) => fields.map(({ path }) => path)).join(", ");
  throw held(
    declaration.key,
    `PostHog does not hold what the config says (${paths})`,
    "Look at assay plan, and apply or adopt the difference",
  );
}
