import type { Person } from "../evaluation/person.ts";
import type { Change, ExperimentChange, FlagChange } from "./change.ts";
import { type Confirmation, confirmationsOf, isUnknown } from "./consent.ts";
import type { Declaration } from "./declaration.ts";
import { dependenciesOf, dependencyChain } from "./definitions.ts";
import { experimentChange } from "./experiment-change.ts";
import { fingerprint, sightOfExperiment, sightOfFlag } from "./fingerprint.ts";
import { flagChange, withUnsaid } from "./flag-change.ts";
import { toFlag } from "./flag.ts";
import { withMoves } from "./moves.ts";
import { compare } from "./json.ts";
import { type Refusal, refusalsOf } from "./legality.ts";
import { isOver } from "./lifecycle.ts";
import { agreed, type Applied, type Base, type Entry, experimentEntry, flagEntry } from "./lock.ts";
import { type Note, notesOf } from "./notes.ts";
import type { Observed } from "./observed.ts";
import { prune } from "./prune.ts";
import { experimentSettings, flagSettings } from "./settings.ts";
import { isFlagLeft, isRemote, type Subject, toSubject } from "./subject.ts";

/** All that must happen for PostHog to hold what the config says. A value, and plain JSON. */
export interface Plan {
  readonly version: 1;
  readonly environment: string;
  /** Of the config, of what was last applied, and of what PostHog held. */
  readonly fingerprint: string;
  /** Of what is declared alone: a comment or another spelling does not change it. */
  readonly config: string;
  /** What PostHog held under each declared key, by id and version. */
  readonly remote: readonly Sight[];
  /** Flags before experiments, a flag after those it depends on, then by key. */
  readonly changes: readonly Change[];
  /** What is left as it is, and why. */
  readonly notes: readonly Note[];
  /** What PostHog or the lifecycle forbids. A plan that has any cannot be applied. */
  readonly refusals: readonly Refusal[];
  /** Keys that are asked for before it is applied, and why. */
  readonly confirm: readonly Confirmation[];
  /** What holds already what the config says, and what PostHog has no more: for the next base. */
  readonly settled: readonly Entry[];
  readonly forgotten: readonly string[];
  /** The keys that were asked for by name, to be archived. */
  readonly pruned: readonly string[];
}

/** One object as a plan saw it. */
export interface Sight {
  readonly kind: "flag" | "experiment";
  readonly key: string;
  readonly id: number;
  readonly version: number | null;
  readonly seen: string;
}

export interface PlanInput {
  readonly declarations: readonly Declaration[];
  readonly observed: Observed;
  readonly base: Base;
  readonly environment: string;
  /** Keys that were applied from here and left the config; and those of them to archive. */
  readonly left?: readonly string[];
  readonly pruned?: readonly string[];
  /** Asked who moves, where conditions decide. */
  readonly people?: readonly Person[];
  /** Keys that may be taken over: somebody names them, or another environment applied them. */
  readonly ours?: readonly string[];
}

/**
 * Compares what is declared, what was last applied and what PostHog holds. Pure and total: what may
 * not be done stands in `refusals`. Only declared keys are looked at, and those that left the config;
 * only what is asked for by name is archived.
 * Whether a flag is active, dates, conclusion and archive are never in a plan, and what is over is
 * left as it is.
 */
export function plan(input: PlanInput): Plan {
  const { declarations, observed, base, environment, pruned = [] } = input;
  const remote = declarations.filter((declaration) => isRemote(declaration));
  const subjects = remote
    .map((declaration) => toSubject(declaration, observed, base))
    .toSorted((left, right) => compare(left.declaration.key, right.declaration.key));
  const decisions = subjects.map((subject) => decide(subject, { base, ours: input.ours ?? [] }));
  const flags = decisions.flatMap(({ flag }) => (flag === undefined ? [] : [flag]));
  const experiments = decisions.flatMap(({ experiment }) => experiment ?? []);
  const pruning = prune(input.left ?? [], pruned, { base, observed, subjects });
  return {
    version: 1,
    environment,
    fingerprint: fingerprint({ environment, base, subjects: subjects.map(identity), pruning }),
    config: fingerprint(subjects.map(({ declaration }) => meaningOf(declaration))),
    remote: subjects.flatMap(sightsOf),
    changes: withMoves(
      [...dependenciesFirst(flags), ...experiments, ...pruning.changes],
      observed,
      input.people ?? [],
    ),
    notes: [
      ...subjects.flatMap(notesOf),
      ...subjects.flatMap((subject, index) => takeoverOf(subject, decisions[index], base)),
      ...pruning.notes,
    ],
    refusals: [
      ...subjects.flatMap((subject) => refusalsOf(subject, { subjects, observed })),
      ...pruning.refusals,
    ],
    confirm: decisions.flatMap(({ confirm }) => confirm),
    settled: decisions.flatMap(({ settled }) => settled),
    forgotten: pruning.forgotten,
    pruned,
  };
}

interface Decision {
  readonly flag: FlagChange | undefined;
  readonly experiment: ExperimentChange | undefined;
  readonly settled: readonly Entry[];
  readonly confirm: readonly Confirmation[];
}

function decide(
  subject: Subject,
  { base, ours }: { readonly base: Base; readonly ours: readonly string[] },
): Decision {
  const { declaration, declared, flag, experiment } = subject;
  const { key } = declaration;
  const settled: Entry[] = [];
  const [flagBase, experimentBase] = [
    appliedTo(base.flags[key], flag),
    appliedTo(base.experiments[key], experiment),
  ];
  const flagStep = isFlagLeft(subject)
    ? undefined
    : flagChange({ declared, observed: flag, base: flagBase });
  if (flag !== undefined && flagStep === undefined && !isFlagLeft(subject)) {
    settled.push(flagEntry(flag, flagSettings(withUnsaid(declared, flag.flag))));
  }
  if (isFlagLeft(subject)) settled.push(...leftEntries(subject, base));
  if (flag && flagStep && flagBase) {
    const sides = { config: flagSettings(flagStep.after), remote: flagSettings(flag.flag) };
    settled.push(flagEntry(flag, agreed(flagBase, sides)));
  }
  if (declaration.kind === "flag" || (experiment !== undefined && isOver(experiment.stage)))
    return {
      flag: flagStep,
      experiment: undefined,
      settled,
      confirm: confirmationsOf(subject, { flag: flagStep }, { base, ours }),
    };
  const experimentStep = experimentChange({
    declared: declaration,
    observed: experiment,
    base: experimentBase,
  });
  if (experiment !== undefined && experimentStep === undefined) {
    settled.push(experimentEntry(experiment, experimentSettings(declaration)));
  }
  if (experiment && experimentStep && experimentBase) {
    const config = experimentSettings(declaration);
    const sides = { config, remote: experimentSettings(experiment) };
    settled.push(experimentEntry(experiment, agreed(experimentBase, sides)));
  }
  const steps = { flag: flagStep, experiment: experimentStep };
  return { ...steps, settled, confirm: confirmationsOf(subject, steps, { base, ours }) };
}

/** What was last applied to this very object, not to a namesake that was deleted meanwhile. */
function appliedTo<Settings>(
  applied: Applied<Settings> | undefined,
  held: { readonly id: number } | undefined,
): Settings | undefined {
  return held === undefined || applied?.id === held.id ? applied?.settings : undefined;
}

/** What PostHog holds under a declared key may be somebody else's; what is asked for says so itself. */
function takeoverOf(subject: Subject, decision: Decision | undefined, base: Base): Note[] {
  if (decision?.flag === undefined || !isUnknown(subject, base)) return [];
  if (decision.confirm.some(({ why }) => why === "takeover")) return [];
  const { key } = subject.declaration;
  const message = `Flag "${key}" is in PostHog and was never applied from here: apply takes it over`;
  return [{ key, message }];
}

/** Changes by key, each after the changes of the flags it depends on. */
function dependenciesFirst(changes: readonly FlagChange[]): FlagChange[] {
  const flags = new Map(changes.map(({ key, after }) => [key, after]));
  const depth = ({ key, after }: FlagChange): number =>
    dependenciesOf(after).length === 0 ? 0 : dependencyChain(key, flags).length;
  return changes.toSorted((left, right) => depth(left) - depth(right));
}

function meaningOf(declaration: Declaration): unknown {
  const { kind, key } = declaration;
  const content = kind === "experiment" ? experimentSettings(declaration) : null;
  return { kind, key, flag: flagSettings(toFlag(declaration)), content };
}

function sightsOf({ declaration: { key }, flag, experiment }: Subject): Sight[] {
  const sights: Sight[] = [];
  if (flag !== undefined) {
    const { id, version } = flag;
    sights.push({ kind: "flag", key, id, version, seen: sightOfFlag(flag) });
  }
  if (experiment !== undefined) {
    const { id, version } = experiment;
    sights.push({ kind: "experiment", key, id, version, seen: sightOfExperiment(experiment) });
  }
  return sights;
}

/** What is left as it is keeps what was last applied; only where it is in its life is noted. */
function leftEntries({ flag, experiment }: Subject, base: Base): Entry[] {
  const entries: Entry[] = [];
  const flagBase = flag && appliedTo(base.flags[flag.flag.key], flag);
  if (flag && flagBase) entries.push(flagEntry(flag, flagBase));
  const experimentBase = experiment && appliedTo(base.experiments[experiment.key], experiment);
  if (experiment && isOver(experiment.stage) && experimentBase)
    entries.push(experimentEntry(experiment, experimentBase));
  return entries;
}

function identity({ declaration, declared, flag, experiment }: Subject): unknown {
  return {
    declared: flagSettings(declared),
    content: declaration.kind === "experiment" ? experimentSettings(declaration) : null,
    flag: flag === undefined ? null : sightOfFlag(flag),
    experiment: experiment === undefined ? null : sightOfExperiment(experiment),
  };
}
