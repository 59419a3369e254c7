import type { ClassifySignal, FieldMatch, Signal } from "../../metrics/signal.ts";
import { bucketsOf } from "./buckets.ts";
import { isOpen } from "./judge-definitions.ts";

/**
 * Whether a signal tells more than it did: it is new, reads something else, counts events that it
 * did not count, or sorts them so that the new counts do not follow from the old ones.
 */
export function isWiderSignal(before: Signal | undefined, after: Signal): boolean {
  if (before === undefined || sourceOf(before) !== sourceOf(after)) return true;
  if (!isWithinSelection(before, after) || (after.max ?? Infinity) > (before.max ?? Infinity))
    return true;
  if (isOpen(after) || isOpen(before)) return isOpen(after) && !isOpen(before);
  const known = bucketsOf(before);
  return bucketsOf(after).some((bucket) => !known.includes(bucket)) || sortsFiner(before, after);
}

function sourceOf(signal: Signal): string {
  const { kind, on } = signal;
  return JSON.stringify([kind, on, kind === "ratio" ? signal.ratio : readBy(signal)]);
}

/** Whether every event that is counted now was counted before, and no other field decides it. */
function isWithinSelection(before: Signal, after: Signal): boolean {
  const known = new Set([...askedOf(before), readBy(before)]);
  if (askedOf(after).some((path) => !known.has(path))) return false;
  const rows = after.when.length === 0 ? [new Map()] : after.when;
  const isAsked =
    before.when.length === 0 ||
    rows.every((row) => before.when.some((old) => isWithinRow(row, old)));
  return (
    isAsked && [...before.unless].every(([path, old]) => isWithin(old, after.unless.get(path)))
  );
}

const askedOf = ({ when, unless }: Signal): string[] =>
  [...when, unless].flatMap((row) => [...row.keys()]);

/** The field whose words are sorted into buckets; a count reads none, a ratio amounts. */
function readBy(signal: Signal): string | undefined {
  if (signal.kind === "label") return signal.label;
  return signal.kind === "classify" ? signal.classify : undefined;
}

/** A row of conditions is within another that asks no more than it does. */
function isWithinRow(row: FieldMatch, old: FieldMatch): boolean {
  return [...old].every(([path, values]) => {
    const asked = row.get(path);
    return asked !== undefined && isWithin(asked, values);
  });
}

type Values = readonly (string | number | boolean)[];

/** Whether each value, or each text that starts so, is one that others ask for. */
function isWithin(values: Values, others: Values = []): boolean {
  return values.every((value) =>
    others.some((other) => other === value || (isPrefix(other) && startsWith(value, other))),
  );
}

const isPrefix = (value: Values[number]): value is string =>
  typeof value === "string" && value.endsWith("*");

const startsWith = (value: Values[number], prefix: string): boolean =>
  typeof value === "string" && value.startsWith(prefix.slice(0, -1));

/** Whether events that were counted alike are told apart now. */
function sortsFiner(before: Signal, after: Signal): boolean {
  if (before.kind === "label" && after.kind === "label")
    return before.fold !== after.fold || before.other !== after.other;
  if (before.kind === "ratio" && after.kind === "ratio")
    return after.edges.some(
      (edge) =>
        !before.edges.some(({ bucket, from }) => bucket === edge.bucket && from === edge.from),
    );
  if (before.kind === "classify" && after.kind === "classify") return readsFiner(before, after);
  return false;
}

/** A class reads more of a text when a way of reading, a code or a word is new, or stands elsewhere. */
function readsFiner(before: ClassifySignal, after: ClassifySignal): boolean {
  const hasLost = before.without.some((part) => !after.without.includes(part));
  const readsCodes = after.status !== undefined && after.status !== before.status;
  return (
    before.other !== after.other ||
    hasLost ||
    readsCodes ||
    !isPartInOrder(after.codes, before.codes, isWithinCodes) ||
    !isPartInOrder(after.words, before.words, isWithinWords)
  );
}

type Codes = ClassifySignal["codes"][number];

const isWithinCodes = (part: Codes, whole: Codes): boolean =>
  part.bucket === whole.bucket && part.from >= whole.from && part.to <= whole.to;

type Words = ClassifySignal["words"][number];

const isWithinWords = (part: Words, whole: Words): boolean =>
  part.bucket === whole.bucket && part.any.every((word) => whole.any.includes(word));

/** Whether a list is another one with members left out or made smaller: the first match wins. */
function isPartInOrder<Member>(
  part: readonly Member[],
  whole: readonly Member[],
  isWithinMember: (part: Member, whole: Member) => boolean,
): boolean {
  let from = 0;
  return part.every((member) => {
    const at = whole.findIndex((each, index) => index >= from && isWithinMember(member, each));
    from = at + 1;
    return at >= 0;
  });
}
