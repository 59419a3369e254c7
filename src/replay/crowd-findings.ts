import type { Metrics, Signal } from "../metrics/signal.ts";
import type { Counts } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import { findingAt } from "../privacy/finding-at.ts";
import { bucketsOf } from "../privacy/release/buckets.ts";
import { countOf, type People } from "../privacy/release/contributors.ts";
import { quasiIdentifiers } from "../privacy/release/link.ts";
import { cellOf, type Release } from "../privacy/release/release.ts";
import { classDisclosure } from "../privacy/release/rules/class-disclosure.ts";
import { dominance } from "../privacy/release/rules/dominance.ts";
import { linkable } from "../privacy/release/rules/linkable.ts";
import { uniqueVector } from "../privacy/release/rules/unique-vector.ts";
import { uniqueness, type Vector } from "../privacy/release/uploads.ts";
import type { Crowd, Person } from "./crowd.ts";

/** What is judged of the people of a capture, and the config it is judged by. */
export interface Crowded {
  readonly crowd: Crowd;
  readonly counters: Counts;
  readonly people: People;
  readonly signals: Release["signals"];
  readonly metrics: Pick<Metrics, "signals">;
  readonly minCount: number;
  readonly file: string;
  readonly locate: (path: readonly (string | number)[]) => { readonly line: number };
}

/** What a server could read out of the uploads and cells of these people (`privacy-rules.md` 5). */
export function crowdFindings(crowded: Crowded): Finding[] {
  const { crowd, metrics, file, locate } = crowded;
  const at = (rule: string, keys: readonly string[], pointer = keys.join(".")): Finding =>
    findingAt(rule, { path: file, line: locate(keys).line, pointer });
  const ofSignals = metrics.signals.flatMap((signal) =>
    signalRules(signal, crowded).map((rule) => at(rule, ["metrics", "signals", signal.name])),
  );
  const ofCells = dominated(crowded).map(({ signal, bucket }) =>
    at(dominance.id, ["metrics", "signals", signal], `metrics.signals.${signal}.${bucket}`),
  );
  const ofUploads = uploadRules(crowded).map(({ rule, says }) => {
    const finding = at(rule, ["metrics", "signals"]);
    return says === undefined ? finding : { ...finding, message: `${finding.message} (${says})` };
  });
  const ofTraits = singlingOut(crowd, crowded.minCount).map((set) =>
    at("link.quasi-identifier", ["events"], set.join(" + ")),
  );
  return [...ofSignals, ...ofCells, ...ofUploads, ...ofTraits];
}

function signalRules(signal: Signal, { counters, people, crowd, minCount }: Crowded): string[] {
  const { name, max } = signal;
  const buckets = [...(counters.get(name)?.keys() ?? [])].map((bucket) =>
    countOf(people, cellOf(name, bucket), minCount),
  );
  const discloses = bucketsOf(signal).length > 1 && classDisclosure.finds({ buckets, minCount });
  const isOver = max !== undefined && mostAdded(name, crowd) > max;
  return [...(discloses ? [classDisclosure.id] : []), ...(isOver ? ["agg.contribution-cap"] : [])];
}

/** The most that one person added to a signal in one period that events tell. */
function mostAdded(signal: string, crowd: Crowd): number {
  let most = 0;
  for (const person of crowd.values())
    for (const [period, cells] of person.periods) {
      if (period === "") continue;
      const own = [...cells].filter(([cell]) => cell.startsWith(cellOf(signal, "")));
      most = Math.max(
        most,
        own.reduce((sum, [, times]) => sum + times, 0),
      );
    }
  return most;
}

/** Shown cells that few dominate. Where not everybody is in the crowd, a cell is not judged. */
function dominated({ crowd, counters, signals }: Crowded): { signal: string; bucket: string }[] {
  return [...signals].flatMap(([signal, { buckets }]) =>
    [...buckets].flatMap(([bucket, shown]) => {
      const cell = cellOf(signal, bucket);
      const added = [...crowd.values()].map((person) => totalIn(person, cell));
      const isWhole = sum(added) === counters.get(signal)?.get(bucket);
      return shown !== null && isWhole && dominance.finds(added) ? [{ signal, bucket }] : [];
    }),
  );
}

const sum = (parts: readonly number[]): number => parts.reduce((total, each) => total + each, 0);

const totalIn = ({ periods }: Person, cell: string): number =>
  sum([...periods.values()].map((cells) => cells.get(cell) ?? 0));

/** Fewer are told apart by any two counts; so many has `link.stable-identifier` (privacy-rules 5). */
const MIN_PEOPLE = 20;

/** A rule that finds something in the uploads, and what its finding says of them besides. */
interface UploadRule {
  readonly rule: string;
  readonly says?: string;
}

function uploadRules({ crowd, counters, minCount }: Crowded): UploadRule[] {
  const cells = [...counters].flatMap(([signal, row]) =>
    [...row.keys()].map((bucket) => cellOf(signal, bucket)),
  );
  const periods = new Map<string, Map<string, Vector>>();
  for (const [who, person] of crowd)
    for (const [period, counts] of person.periods) {
      const uploads = periods.get(period) ?? new Map<string, Vector>();
      periods.set(
        period,
        uploads.set(
          String(who),
          cells.map((cell) => counts.get(cell) ?? 0),
        ),
      );
    }
  const large = [...periods]
    .filter(([, uploads]) => uploads.size >= MIN_PEOPLE)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const unlike = large
    .map(([, uploads]) => [...uploads.values()])
    .filter((uploads) => uniqueVector.finds({ uploads, minCount }));
  const [before, after] = large.filter(([period]) => period !== "").slice(-2);
  const few = Math.floor(Math.sqrt(MAX_COMPARED / Math.max(1, cells.length)));
  const isLinked =
    before &&
    after &&
    linkable.finds({ before: new Map([...before[1]].slice(0, few)), after: after[1] });
  return [
    ...(unlike[0] ? [{ rule: uniqueVector.id, says: howUnlike(unlike[0], minCount) }] : []),
    ...(isLinked === true ? [{ rule: linkable.id }] : []),
  ];
}

/** What the report says of the first period whose uploads tell people apart (`privacy-rules.md` 5). */
function howUnlike(uploads: readonly Vector[], minCount: number): string {
  const { uniqueShare, smallShare, entropyBits } = uniqueness(uploads, minCount);
  return (
    `of ${uploads.length} uploads ${percent(uniqueShare)} are like no other and ` +
    `${percent(smallShare)} like fewer than ${minCount}; ${entropyBits.toFixed(1)} bits of entropy`
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Counts that are compared at most to link two periods: about a second. */
const MAX_COMPARED = 200_000_000;

/** Twelve properties make 286 pairs and triples. */
const MAX_TRAITS = 12;

/** Pairs of lasting traits that single people out, and triples that no such pair is in. */
function singlingOut(crowd: Crowd, minCount: number): string[][] {
  const people = [...crowd.values()].filter(({ traits }) => traits.size > 0);
  if (people.length < MIN_PEOPLE) return [];
  const lasting = [...new Set(people.flatMap(({ traits }) => [...traits.keys()]))]
    .map((name) => ({ name, values: people.map(({ traits }) => traits.get(name)) }))
    .filter(({ values }) => isLasting(values))
    .toSorted((a, b) => distinct(b.values) - distinct(a.values) || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_TRAITS)
    .map(({ name }) => name);
  const rows = people.map(
    ({ traits }) => new Map(lasting.map((name) => [name, String(traits.get(name) ?? "")])),
  );
  const found = quasiIdentifiers(rows, minCount);
  const pairs = found.filter((set) => set.length === 2);
  return found.filter(
    (set) => set.length === 2 || !pairs.some((pair) => pair.every((name) => set.includes(name))),
  );
}

type Values = readonly (number | null | undefined)[];

const distinct = (values: Values): number => new Set(values).size;

/** Most people have one, it stays, it differs, and it is no identifier by itself. */
function isLasting(values: Values): boolean {
  const known = values.filter((value) => value !== undefined);
  const kept = known.filter((value) => value !== null);
  return (
    known.length >= values.length / 2 &&
    kept.length >= 0.9 * known.length &&
    distinct(kept) >= 2 &&
    distinct(kept) < 0.9 * values.length
  );
}
