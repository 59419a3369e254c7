import { endOfScalar } from "./scalar.ts";
import { standsAt, toWords, type Words } from "./words.ts";

/** The scalars that were met at one place, and what they mean there. */
export interface Vocabulary<T> {
  /** The scalar that stands here, undefined where none does; it may be used until the next. */
  readonly read: (bytes: Uint8Array, view: DataView, at: number) => Met<T> | undefined;
}

/** How many bytes a scalar has, and what it means where it stands. */
export interface Met<T> {
  readonly length: number;
  readonly meaning: T;
}

interface Known<T> extends Met<T> {
  readonly words: Words;
  /** Ends with its own mark: no longer scalar begins with it. */
  readonly isText: boolean;
  readonly hash: number;
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
const LISTS = 256;
const LONGEST_LIST = 8;
/** After so many that were new, fewer known ones than new ones say that none comes again. */
const TRIAL = 1_024;

export function createRoom(): Room {
  return { left: MOST, generation: 0 };
}

/** An empty vocabulary; `mean` says what a scalar means that is new. */
export function createVocabulary<T>(room: Room, mean: (scalar: Uint8Array) => T): Vocabulary<T> {
  return new Remembered(room, mean);
}

/** A class, because thousands of them are read from one place, which is the hottest of all. */
class Remembered<T> implements Vocabulary<T> {
  private table: (Known<T> | undefined)[] = [];
  private generation = -1;
  private recent: Known<T> | undefined = undefined;
  private met = 0;
  private made = 0;
  private readonly room: Room;
  private readonly mean: (scalar: Uint8Array) => T;

  constructor(room: Room, mean: (scalar: Uint8Array) => T) {
    this.room = room;
    this.mean = mean;
  }

  read(bytes: Uint8Array, view: DataView, at: number): Met<T> | undefined {
    if (this.generation !== this.room.generation) this.clear();
    const { recent } = this;
    if (recent !== undefined && recent.isText && standsAt(view, at, recent.words)) return recent;
    const end = endOfScalar(view, at);
    if (end === -1) return undefined;
    const hash = hashOf(view, at, end);
    let known = this.table[hash & (LISTS - 1)];
    while (known !== undefined) {
      const isAlike = known.hash === hash && known.length === end - at;
      if (isAlike && standsAt(view, at, known.words)) {
        this.met += 1;
        this.recent = known;
        return known;
      }
      known = known.next;
    }
    return this.make(bytes.subarray(at, end), hash);
  }

  private make(scalar: Uint8Array, hash: number): Met<T> {
    const meaning = this.mean(scalar);
    const { length } = scalar;
    this.made += 1;
    const next = this.table[hash & (LISTS - 1)];
    const isWorth = (this.made < TRIAL || this.met > this.made) && length <= LONGEST;
    if (!isWorth || lengthOf(next) >= LONGEST_LIST) return { length, meaning };
    const isText = scalar[0] === QUOTE;
    const known = { length, meaning, words: toWords(scalar), isText, hash, next };
    this.keep(known);
    return known;
  }

  private keep(known: Known<T>): void {
    if (this.room.left === 0) {
      this.room.left = MOST;
      this.room.generation += 1;
      this.clear();
    }
    this.room.left -= 1;
    this.table[known.hash & (LISTS - 1)] = known;
  }

  private clear(): void {
    this.table = Array.from<undefined>({ length: LISTS });
    this.recent = undefined;
    this.generation = this.room.generation;
  }
}

function lengthOf<T>(list: Known<T> | undefined): number {
  let length = 0;
  for (let known = list; known !== undefined; known = known.next) length += 1;
  return length;
}

const QUOTE = 0x22;

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
