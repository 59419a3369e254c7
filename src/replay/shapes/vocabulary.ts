import { endOfScalar } from "./scalar.ts";
import { standsAt, toWords, type Words } from "./words.ts";

/** The scalars that were met at one place, and what they mean there. */
export interface Vocabulary<T> {
  /**
   * The scalar that stands here, until the next is read; undefined where none does, or one that
   * must be read otherwise.
   */
  readonly read: (view: DataView, at: number) => Scalar<T> | undefined;
}

/** How many bytes a scalar has, and what it means where it stands. */
export interface Scalar<T> {
  readonly length: number;
  /** Undefined where nobody reads it. */
  readonly meaning: T | undefined;
  /** Whether it was met before. */
  readonly isKnown: boolean;
}

interface Known<T> extends Scalar<T> {
  isKnown: boolean;
  readonly words: Words;
  readonly hash: number;
  next: Known<T> | undefined;
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
const TRIAL = 256;
/** One of so many must come again, or none is kept. */
const WORTH = 8;
/** So many are read then until it is tried again, and twice as many each time. */
const REST = 64 * TRIAL;

export function createRoom(): Room {
  return { left: MOST, generation: 0 };
}

/**
 * An empty vocabulary.
 *
 * @param mean what a scalar means that is new, undefined for one that must be read otherwise; without
 * it any scalar will do
 */
export function createVocabulary<T>(
  room: Room,
  mean?: (scalar: Uint8Array) => T | undefined,
): Vocabulary<T> {
  return new Remembered(room, mean);
}

/** A class, because thousands of them are read from one place. */
class Remembered<T> implements Vocabulary<T> {
  private table: (Known<T> | undefined)[] = [];
  private generation = -1;
  private met = 0;
  private made = 0;
  private rest = 0;
  private longest = REST;
  private readonly room: Room;
  private readonly mean: ((scalar: Uint8Array) => T | undefined) | undefined;

  constructor(room: Room, mean: ((scalar: Uint8Array) => T | undefined) | undefined) {
    this.room = room;
    this.mean = mean;
  }

  read(view: DataView, at: number): Scalar<T> | undefined {
    const end = endOfScalar(view, at);
    if (end === -1) return undefined;
    if (this.rest > 0) {
      this.rest -= 1;
      return this.make(view, at, end);
    }
    if (this.generation !== this.room.generation) this.clear();
    const hash = hashOf(view, at, end);
    const known = this.find(view, at, end, hash);
    if (known === undefined) return this.learn(view, at, end, hash);
    this.met += 1;
    known.isKnown = true;
    return known;
  }

  private find(view: DataView, at: number, end: number, hash: number): Known<T> | undefined {
    let known = this.table[hash & (LISTS - 1)];
    for (; known !== undefined; known = known.next)
      if (known.hash === hash && known.length === end - at && standsAt(view, at, known.words))
        break;
    return known;
  }

  private make(view: DataView, at: number, end: number): Scalar<T> | undefined {
    const length = end - at;
    if (this.mean === undefined) return { length, meaning: undefined, isKnown: false };
    const meaning = this.mean(bytesOf(view, at, end));
    return meaning === undefined ? undefined : { length, meaning, isKnown: false };
  }

  private learn(view: DataView, at: number, end: number, hash: number): Scalar<T> | undefined {
    const made = this.make(view, at, end);
    if (made === undefined || made.length > LONGEST) return made;
    if (this.made >= TRIAL && this.made >= WORTH * this.met) this.giveUp();
    else {
      const { length, meaning } = made;
      const words = toWords(bytesOf(view, at, end));
      this.keep({ length, meaning, isKnown: false, words, hash, next: undefined });
    }
    return made;
  }

  /** None comes again, so it costs nothing for a while. */
  private giveUp(): void {
    this.room.left += this.made;
    this.clear();
    this.rest = this.longest;
    this.longest *= 2;
  }

  private keep(known: Known<T>): void {
    if (this.room.left === 0) {
      this.room.left = MOST;
      this.room.generation += 1;
      this.clear();
    }
    this.room.left -= 1;
    this.made += 1;
    const list = known.hash & (LISTS - 1);
    const others = this.table[list];
    // A list that is full starts afresh: what was met last is what comes again.
    if (lengthOf(others) < LONGEST_LIST) known.next = others;
    this.table[list] = known;
  }

  private clear(): void {
    this.table = Array.from<undefined>({ length: LISTS });
    this.generation = this.room.generation;
    this.met = 0;
    this.made = 0;
  }
}

const bytesOf = (view: DataView, from: number, to: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + from, to - from);

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
