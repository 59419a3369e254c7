import { standsAt, toWords, type Words } from "./words.ts";

/** The scalars that were met at one place, and what they mean there. */
export interface Vocabulary<T> {
  /** What the scalar in these bytes means. */
  readonly read: (bytes: Uint8Array, view: DataView, from: number, to: number) => T;
}

interface Known<T> {
  readonly words: Words;
  readonly hash: number;
  readonly meaning: T;
  readonly next: Known<T> | undefined;
}

/** How much all vocabularies together may hold; they forget everything when it is used up. */
export interface Room {
  left: number;
  generation: number;
}

/** Scalars, each a few hundred bytes with what it means. */
const MOST = 40_000;
/** Longer ones are met once, so they are read and not kept. */
const LONGEST = 256;
/** Lists that a table holds, and how long one grows: texts that begin and end alike share one. */
const LISTS = 512;
const LONGEST_LIST = 8;
/** After so many that were new, fewer known ones than new ones say that none comes again. */
const TRIAL = 1_024;

export function createRoom(): Room {
  return { left: MOST, generation: 0 };
}

/** An empty vocabulary; `mean` says what a scalar means that is new. */
export function createVocabulary<T>(room: Room, mean: (scalar: Uint8Array) => T): Vocabulary<T> {
  let table: (Known<T> | undefined)[] = [];
  let generation = -1;
  let met = 0;
  let made = 0;

  function clear(): void {
    table = Array.from<undefined>({ length: LISTS });
    ({ generation } = room);
  }

  function keep(hash: number, scalar: Uint8Array, meaning: T): void {
    const at = hash & (LISTS - 1);
    if (scalar.length > LONGEST || lengthOf(table[at]) >= LONGEST_LIST) return;
    if (room.left === 0) {
      room.left = MOST;
      room.generation += 1;
      clear();
    }
    room.left -= 1;
    table[at] = { words: toWords(scalar), hash, meaning, next: table[at] };
  }

  return {
    read: (bytes, view, from, to) => {
      if (generation !== room.generation) clear();
      const hash = hashOf(view, from, to);
      const length = to - from;
      let known = table[hash & (LISTS - 1)];
      while (known !== undefined) {
        if (
          known.hash === hash &&
          known.words.length === length &&
          standsAt(view, from, known.words)
        ) {
          met += 1;
          return known.meaning;
        }
        known = known.next;
      }
      const scalar = bytes.subarray(from, to);
      const meaning = mean(scalar);
      made += 1;
      if (made < TRIAL || met > made) keep(hash, scalar, meaning);
      return meaning;
    },
  };
}

function lengthOf<T>(list: Known<T> | undefined): number {
  let length = 0;
  for (let known = list; known !== undefined; known = known.next) length += 1;
  return length;
}

/** Of the length and the first and last eight bytes, which go beyond a shorter scalar. */
function hashOf(view: DataView, from: number, to: number): number {
  const last = to - from > 8 ? to - 8 : from;
  const hash =
    Math.imul(view.getInt32(from, true), 0x9e3779b1) ^
    Math.imul(view.getInt32(from + 4, true), 0x85ebca6b) ^
    Math.imul(view.getInt32(last, true), 0xc2b2ae35) ^
    Math.imul(view.getInt32(last + 4, true) + to - from, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
