import type { Independence } from "../simulation/chi-square.ts";
import type { Distribution, Unjudged } from "../simulation/distribution.ts";
import type { Overlap } from "../simulation/overlap.ts";
import { ALARM, thresholdFor } from "../simulation/verdict.ts";
import type { Block, Json, Report } from "./report.ts";

/** Whom a simulation asked. */
export type Asked =
  | { readonly source: "generated"; readonly people: number; readonly seed: string }
  | { readonly source: "users"; readonly people: number; readonly errors: number };

/** Shares over people against the definition. Uneven shares are a finding. */
export function reportDistributions(distributions: readonly Distribution[], asked: Asked): Report {
  const tested = distributions.filter(({ unjudged }) => unjudged === undefined);
  const threshold = thresholdFor(tested.length);
  const verdictOf = ({ p, unjudged }: Distribution): "even" | "uneven" | "unjudged" =>
    unjudged !== undefined || p === null ? "unjudged" : p < threshold ? "uneven" : "even";
  const uneven = distributions.filter((each) => verdictOf(each) === "uneven");
  return {
    outcome: uneven.length > 0 ? "findings" : "ok",
    data: {
      people: { ...asked },
      threshold,
      flags: Object.fromEntries(
        distributions.map((each) => [each.key, toData(each, verdictOf(each))]),
      ),
    },
    blocks: [
      ...distributions.flatMap((each) => toBlocks(each, verdictOf(each))),
      ...(distributions.length > 1 ? [text(summary(distributions.map(verdictOf)))] : []),
      text(`${askedText(asked)}; uneven is p < ${number(threshold)}`),
    ],
  };
}

function summary(verdicts: readonly ("even" | "uneven" | "unjudged")[]): string {
  const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
  return `${count("even")} even, ${count("uneven")} uneven, ${count("unjudged")} not judged`;
}

function toData(distribution: Distribution, verdict: string): Json {
  const { unjudged, basis, counted, unknown, repeated, values } = distribution;
  const { statistic, freedom, p, deviation } = distribution;
  return {
    verdict,
    ...(unjudged === undefined ? {} : { unjudged }),
    basis,
    counted,
    unknown,
    repeated,
    values: values.map((each) => ({ ...each })),
    statistic,
    freedom,
    p,
    deviation,
  };
}

function toBlocks(distribution: Distribution, verdict: string): Block[] {
  const { key, values, basis, unknown, repeated, unjudged, p, deviation } = distribution;
  const judged =
    unjudged === undefined
      ? `${verdict} (p = ${number(p)}, at most ${percent(deviation)} off)`
      : `not judged: ${WHY[unjudged]}`;
  const remarks = [
    basis === "matched" ? "Expected of those who meet each set of conditions, added up" : "",
    unknown > 0 ? `${unknown} people left out: what the flag is for them cannot be told` : "",
    repeated > 0 ? `${repeated} people left out: another has the same id, device or group` : "",
  ];
  const rows = values.map(({ value, count, share, expected }) => [
    String(value),
    String(count),
    percent(share),
    percent(expected),
  ]);
  return [
    { block: "heading", text: `${key}: ${judged}` },
    ...(rows.length === 0 ? [] : [table(["value", "people", "share", "expected"], rows)]),
    ...remarks.filter((remark) => remark !== "").map(text),
  ];
}

const WHY: Readonly<Record<Unjudged, string>> = {
  "nobody-known":
    "nobody is known well enough; give what conditions ask with --prop, or people with --users",
  "no-expectation": "the definition alone does not say what to expect",
  "too-few": "fewer than 5 people are expected for a value; ask more with --ids",
};

/** Two flags over the same people. Values that tell each other are a finding. */
export function reportOverlap(overlap: Overlap, asked: Asked): Report {
  const { keys, joint, counted, unknown, repeated, inBoth, inEach, all, both } = overlap;
  const verdict = dependence(all);
  return {
    outcome: verdict === "dependent" ? "findings" : "ok",
    data: {
      people: { ...asked },
      threshold: ALARM,
      keys,
      verdict,
      counted,
      unknown,
      repeated,
      inBoth,
      inEach,
      joint: joint.map((each) => ({ ...each })),
      all: { ...all },
      both: { verdict: dependence(both), ...both },
    },
    blocks: [
      { block: "heading", text: `${keys[0]} and ${keys[1]}: ${OVERLAP[verdict]}` },
      ...overlapBlocks(overlap),
      text(`${askedText(asked)}; dependent is p < ${number(ALARM)}`),
    ],
  };
}

function dependence({ p }: Independence): keyof typeof OVERLAP {
  return p === null ? "unjudged" : p < ALARM ? "dependent" : "independent";
}

function overlapBlocks({ keys, joint, inBoth, inEach, all, both, unknown }: Overlap): Block[] {
  const [left, right] = keys;
  const rows = joint.map(({ values: [one, other], count, share }) => [
    String(one),
    String(other),
    String(count),
    percent(share),
  ]);
  const parts = `${percent(inEach[0])} in ${left}, ${percent(inEach[1])} in ${right}`;
  return [
    table([...keys, "people", "share"], rows),
    text(`${percent(inBoth)} take part in both; ${parts}`),
    text(`All people: ${association(all)}`),
    text(`Those in both: ${association(both)}`),
    ...(dependence(all) === "dependent" && dependence(both) === "independent"
      ? [text("Who is in one depends on the other; among those in both, the values do not")]
      : []),
    ...(unknown > 0 ? [text(`${unknown} people left out: a value cannot be told`)] : []),
  ];
}

const OVERLAP = {
  independent: "independent",
  dependent: "dependent: the value of one tells about the other",
  unjudged: "not judged: too few people, or only one value",
} as const satisfies Record<string, string>;

function association({ p, cramersV }: Independence): string {
  if (p === null) return "not judged, too few people or only one value";
  return `p = ${number(p)}, Cramér's V ${number(cramersV)}`;
}

/** Whom a simulation asked, to stand under its results. */
export function askedText(asked: Asked): string {
  return asked.source === "generated"
    ? `${asked.people} people made up (seed ${asked.seed})`
    : `${asked.people} people of the file`;
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): Block {
  return { block: "table", columns, rows };
}

/** Three digits that count. */
export function number(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(3)));
}

export function percent(share: number | null): string {
  return share === null ? "" : `${(share * 100).toFixed(2)} %`;
}

export function text(words: string): Block {
  return { block: "text", text: words };
}
