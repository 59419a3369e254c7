import type { Alarms } from "../simulation/aa.ts";
import type { Pair } from "../simulation/pairs.ts";
import { SIGNIFICANT, thresholdFor } from "../simulation/verdict.ts";
import type { Json, Report } from "./report.ts";
import { number, percent, table, text } from "./simulation.ts";

/** What A/A runs of a flag said, and how the experiments go together. */
export interface Aa extends Alarms {
  readonly key: string;
  readonly pairs: readonly Pair[];
}

/** What was made up for it. */
export type AaAsked = {
  readonly runs: number;
  /** In each run. */
  readonly people: number;
  readonly seed: string;
  /** Over whom the pairs were counted. */
  readonly paired: number;
};

/** False alarms of an assignment that changes nothing. More than there should be are a finding. */
export function reportAa({ key, split, trait, uniformity, pairs }: Aa, asked: AaAsked): Report {
  const chances = [split.p, trait.p, uniformity.p].filter((p) => p !== null);
  const tests = chances.length + pairs.filter(({ p }) => p !== null).length;
  const threshold = thresholdFor(tests);
  const isLow = (p: number | null): boolean => p !== null && p < threshold;
  const dependent = pairs.filter(({ p }) => isLow(p));
  const verdict = chances.length === 0 ? "unjudged" : chances.some(isLow) ? "unsound" : "sound";
  return {
    outcome: verdict === "unsound" || dependent.length > 0 ? "findings" : "ok",
    data: {
      people: { source: "generated", ...asked },
      threshold,
      key,
      verdict,
      split: { ...split },
      trait: { ...trait, uniformity: { ...uniformity } },
      pairs: pairs.map((pair): Json => ({ ...pair, verdict: verdictOf(pair, isLow) })),
    },
    blocks: [
      { block: "heading", text: `${key}: ${VERDICTS[verdict]}` },
      table(
        ["p-values", "runs", `below ${SIGNIFICANT}`, "share", "expected", "chance of that"],
        [["of the split", split] as const, ["of a trait", trait] as const].map(
          ([name, { runs: count, below, share, p }]) => [
            name,
            String(count),
            String(below),
            count === 0 ? "" : percent(share),
            percent(SIGNIFICANT),
            number(p),
          ],
        ),
      ),
      text(`p-values of a trait spread evenly from 0 to 1: p = ${number(uniformity.p)}`),
      ...pairBlocks(pairs, dependent),
      text(
        `${asked.runs} populations of ${asked.people} people made up (seed ${asked.seed}); a finding is p < ${number(threshold)}`,
      ),
    ],
  };
}

const VERDICTS = {
  sound: "sound: no more false differences than chance makes",
  unsound: "unsound: the assignment makes differences where there are none",
  unjudged: "not judged: everyone gets the same, or nobody is known well enough",
} as const satisfies Record<string, string>;

function verdictOf({ p }: Pair, isLow: (p: number | null) => boolean): string {
  return p === null ? "unjudged" : isLow(p) ? "dependent" : "independent";
}

function pairBlocks(pairs: readonly Pair[], dependent: readonly Pair[]): Report["blocks"] {
  const tested = pairs.filter(({ p }) => p !== null).length;
  if (pairs.length === 0) return [];
  const summary = text(
    `Pairs of experiments: ${tested - dependent.length} independent, ${dependent.length} dependent, ${pairs.length - tested} not judged`,
  );
  if (dependent.length === 0) return [summary];
  const rows = dependent.map(({ keys, p, cramersV }) => [...keys, number(p), number(cramersV)]);
  return [summary, table(["experiment", "and", "p", "Cramér's V"], rows)];
}
