import type { Slot, Stretch } from "./outline.ts";
import { endOfScalar } from "./scalar.ts";
import { Steps } from "./steps.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { standsAt, toWords, type Words } from "./words.ts";

/**
 * The shapes of the lines that were met: what stands between their scalars, byte for byte. A line
 * of a known shape is valid JSON, because a line that was parsed has the same bytes everywhere
 * but in the scalars, and each scalar is looked at.
 */
export interface Shapes<T, S> {
  /**
   * What the shape means that the stretch begins with, and in `met` its scalars and its end; undefined
   * for a shape that is new.
   */
  readonly match: (line: Stretch) => S | undefined;
  readonly met: Met<T>;
  /** Does nothing where a scalar is read in two ways, depending on what comes after it. */
  readonly learn: (line: Stretch, places: readonly Place<T>[], means: S) => void;
  readonly isFull: () => boolean;
}

/** What the scalars of the last line mean that somebody reads, in their order. */
export interface Met<T> {
  readonly meanings: T[];
  count: number;
  /** Where its shape ends. */
  end: number;
}

/** A scalar and what reads it. */
export interface Place<T> extends Slot {
  readonly vocabulary: Vocabulary<T>;
}

/** What stands before a scalar, or ends the object, and what comes after that scalar. */
interface Piece<T, S> {
  readonly number: number;
  readonly words: Words;
  readonly text: string;
  readonly vocabulary: Vocabulary<T> | undefined;
  readonly next: Piece<T, S>[];
  /** Where the object ends after these bytes. */
  means: S | undefined;
}

/** Shapes are few even in large logs; a hostile one makes them without end. */
const MOST_PIECES = 20_000;
/** They are tried one after the other. */
const MOST_AT_ONCE = 128;

/** Each a hundred bytes or two; they are forgotten when there are more. */
const MOST_STEPS = 40_000;

export function createShapes<T, S>(): Shapes<T, S> {
  const pieces: Piece<T, S>[] = [];
  const start = add(new Uint8Array(0), undefined);
  const met: Met<T> = { meanings: [], count: 0, end: 0 };
  const steps = new Steps();
  const sayings: (T | undefined)[] = [];

  function match({ bytes, view, from, to }: Stretch): S | undefined {
    const first = pieceFrom(start, view, from, to);
    if (first === undefined) return undefined;
    let place = first.number;
    let at = from + first.words.length;
    met.count = 0;
    while (at < to) {
      const step = steps.find(view, at, place);
      if (step !== 0) {
        say(sayings[steps.sayingOf(step)]);
        at += steps.lengthOf(step);
        place = steps.targetOf(step);
        continue;
      }
      const piece = pieces[place];
      if (piece?.vocabulary === undefined) break;
      const scalar = piece.vocabulary.read(view, at);
      if (scalar === undefined) return undefined;
      const next = pieceFrom(piece, view, at + scalar.length, to);
      if (next === undefined) return undefined;
      say(scalar.meaning);
      const end = at + scalar.length + next.words.length;
      if (scalar.isKnown) remember(piece, { bytes, view, from: at, to: end }, next, scalar.meaning);
      at = end;
      place = next.number;
    }
    met.end = at;
    return pieces[place]?.means;
  }

  function say(meaning: T | undefined): void {
    if (meaning === undefined) return;
    met.meanings[met.count] = meaning;
    met.count += 1;
  }

  function remember(
    { number: place }: Piece<T, S>,
    stretch: Stretch,
    { number: target }: Piece<T, S>,
    meaning: T | undefined,
  ): void {
    if (steps.isFull() || sayings.length === MOST_STEPS) {
      steps.clear();
      sayings.length = 0;
    }
    sayings.push(meaning);
    steps.add(place, stretch, target, sayings.length - 1);
  }

  function learn({ bytes, from, to }: Stretch, places: readonly Place<T>[], means: S): void {
    let piece = start;
    let at = from;
    for (const { from: end, to: next, vocabulary } of places) {
      const held = after(piece, bytes.subarray(at, end), vocabulary);
      if (held === undefined || held.vocabulary !== vocabulary) return;
      piece = held;
      at = next;
    }
    const last = after(piece, bytes.subarray(at, to), undefined);
    if (last !== undefined && last.vocabulary === undefined) last.means ??= means;
  }

  /** The piece of these bytes after another one's scalar, which is new or was there. */
  function after(
    { next }: Piece<T, S>,
    bytes: Uint8Array,
    vocabulary: Vocabulary<T> | undefined,
  ): Piece<T, S> | undefined {
    const text = String.fromCharCode(...bytes);
    const held = next.find((each) => each.text === text);
    if (held !== undefined || next.length === MOST_AT_ONCE) return held;
    const piece = add(bytes, vocabulary);
    next.push(piece);
    return piece;
  }

  function add(bytes: Uint8Array, vocabulary: Vocabulary<T> | undefined): Piece<T, S> {
    const piece = {
      number: pieces.length,
      words: toWords(bytes),
      text: String.fromCharCode(...bytes),
      vocabulary,
      next: [],
      means: undefined,
    };
    pieces.push(piece);
    return piece;
  }

  return { match, met, learn, isFull: () => pieces.length >= MOST_PIECES };
}

/** How the line goes on after a scalar. */
function pieceFrom<T, S>(
  { next }: Piece<T, S>,
  view: DataView,
  at: number,
  to: number,
): Piece<T, S> | undefined {
  for (const piece of next) if (leads(view, at, to, piece)) return piece;
  return undefined;
}

/**
 * Whether the line goes on as the piece does, to the end of the line or of a member of a list, or to a
 * scalar. That tells pieces apart of which one begins like another.
 */
function leads<T, S>(view: DataView, at: number, to: number, piece: Piece<T, S>): boolean {
  if (!standsAt(view, at, piece.words)) return false;
  const next = at + piece.words.length;
  const byte = view.getUint8(next);
  if (piece.means !== undefined) return next === to || byte === COMMA || byte === LIST_END;
  return (byte !== OBJECT && byte !== LIST) || endOfScalar(view, next) !== -1;
}

const COMMA = 0x2c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
