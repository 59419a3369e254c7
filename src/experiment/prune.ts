import type { ArchiveChange } from "./change.ts";
import { sightOfExperiment, sightOfFlag } from "./fingerprint.ts";
import { compare } from "./json.ts";
import type { Refusal } from "./legality.ts";
import { goesOn, isOver } from "./lifecycle.ts";
import type { Base } from "./lock.ts";
import type { Note } from "./notes.ts";
import type { Observed, ObservedExperiment, ObservedFlag } from "./observed.ts";
import { reassignment, STILL } from "./reassignment.ts";
import type { Subject } from "./subject.ts";

/** What becomes of what was applied from here and is declared no more. */
export interface Pruning {
  /** Experiments before their flags. */
  readonly changes: readonly ArchiveChange[];
  readonly notes: readonly Note[];
  readonly refusals: readonly Refusal[];
  /** Keys that PostHog has no more, for the lock to forget. */
  readonly forgotten: readonly string[];
}

/** The keys that were applied from here and that no declaration has any more. */
export function leftKeys(base: Base, declared: readonly string[]): string[] {
  const applied = new Set([...Object.keys(base.flags), ...Object.keys(base.experiments)]);
  return [...applied].filter((key) => !declared.includes(key)).toSorted(compare);
}

/**
 * Archives what left the config where it is asked for by name; all else is left as it is, with a
 * note. Only what was applied from here is touched: another object under the same key is not ours.
 */
export function prune(
  left: readonly string[],
  asked: readonly string[],
  { base, observed, subjects }: Around & { readonly base: Base },
): Pruning {
  const found = left.map((key) => ownedUnder(key, observed, base));
  const named = found.filter(({ key }) => asked.includes(key));
  return {
    changes: [...named.flatMap(archiveExperiment), ...named.flatMap(archiveFlag)],
    notes: found.filter(({ key }) => !asked.includes(key)).flatMap(noteOf),
    refusals: [
      ...asked
        .filter((key) => !left.includes(key))
        .flatMap((key) => notLeft(key, { observed, subjects })),
      ...named.flatMap((owned) => refusalsOf(owned, observed)),
    ],
    forgotten: found.filter(isGone).map(({ key }) => key),
  };
}

interface Around {
  readonly observed: Observed;
  readonly subjects: readonly Subject[];
}

/** What is ours under a key that left the config. */
interface Owned {
  readonly key: string;
  readonly flag: ObservedFlag | undefined;
  readonly experiment: ObservedExperiment | undefined;
}

function ownedUnder(key: string, { flags, experiments }: Observed, base: Base): Owned {
  return {
    key,
    flag: flags.find(({ id, archived }) => id === base.flags[key]?.id && !archived),
    experiment: experiments.find(({ id }) => id === base.experiments[key]?.id),
  };
}

/** An archived experiment is all that is left of it. */
function isGone({ flag, experiment }: Owned): boolean {
  return flag === undefined && (experiment === undefined || experiment.stage === "archived");
}

function archiveExperiment({ key, experiment }: Owned): ArchiveChange[] {
  if (experiment === undefined || experiment.stage === "archived") return [];
  const seen = sightOfExperiment(experiment);
  return [{ action: "archive", kind: "experiment", key, fields: [], moves: STILL, seen }];
}

function archiveFlag({ key, flag }: Owned): ArchiveChange[] {
  if (flag === undefined) return [];
  const moves = reassignment(flag.flag, undefined);
  return [{ action: "archive", kind: "flag", key, fields: [], moves, seen: sightOfFlag(flag) }];
}

/** What is over is expected to leave the config. */
function noteOf(owned: Owned): Note[] {
  const { key, experiment } = owned;
  if (isGone(owned) || (experiment !== undefined && isOver(experiment.stage))) return [];
  const kind = experiment === undefined ? "Flag" : "Experiment";
  const message = `${kind} "${key}" left the config and is left as it is in PostHog: --prune ${key} archives it`;
  return [{ key, message }];
}

/** What is there no more was pruned before: running again changes nothing. */
function notLeft(key: string, { observed, subjects }: Around): Refusal[] {
  if (subjects.some(({ declaration }) => declaration.key === key)) {
    const message = `Cannot prune "${key}": the config declares it`;
    return [{ pointer: key, message, hint: "Remove it from the config first" }];
  }
  if (observed.flags.every(({ flag, archived }) => flag.key !== key || archived)) return [];
  const message = `Cannot prune "${key}": it was not applied from here`;
  return [{ pointer: key, message, hint: "Archive it in PostHog, or where it is managed" }];
}

/** Whoever made the experiment: its people would lose their variants. */
function refusalsOf({ key, flag, experiment }: Owned, { experiments }: Observed): Refusal[] {
  const onFlag = flag === undefined ? [] : experiments.filter((each) => each.key === key);
  const going = [experiment, ...onFlag].find((each) => each !== undefined && goesOn(each.stage));
  if (going === undefined) return [];
  return [
    {
      pointer: key,
      message: `Cannot prune experiment "${key}": it is ${going.stage}`,
      hint: `Restore it in the config and run assay experiment conclude ${key} first`,
    },
  ];
}
