import type { Stretch } from "./outline.ts";

/**
 * Ways on that were taken before: from a place, over a scalar and what stands between it and the
 * next one, to the next place. The bytes are compared as one stretch, so no end of the scalar has to
 * be found, and no longer scalar begins with it. All of them lie in one array, because what is spread
 * over the memory takes longer to fetch than to compare.
 */
export class Steps {
  /** The first step of each list, by the place and how the bytes begin. */
  private readonly lists = new Int32Array(LISTS);
  /** What is not written yet takes no memory, and nothing is left behind by growing. */
  private readonly held = new Int32Array(MOST_WORDS);
  private end = 1;

  /** The step that the bytes take from a place; 0 where none is known. */
  find(view: DataView, at: number, place: number): number {
    const { held } = this;
    const first = view.getInt32(at, true);
    const second = view.getInt32(at + 4, true);
    let step = this.lists[listOf(place, first, second)] ?? 0;
    for (; step !== 0; step = held[step + OTHER] ?? 0) {
      if (held[step + FIRST] !== first || held[step + FIRST + 1] !== second) continue;
      if (held[step + PLACE] !== place) continue;
      const end = at + (held[step + LENGTH] ?? 0);
      let word = step + FIRST + 2;
      let from = at + 8;
      for (; from < end - 4 && view.getInt32(from, true) === held[word]; from += 4) word += 1;
      if (from < end - 4 || view.getInt32(end - 4, true) !== held[word]) continue;
      // What holds something is no scalar: another piece begins like this one and goes on.
      const byte = view.getUint8(end);
      if ((byte !== OBJECT && byte !== LIST) || view.getUint8(end + 1) === byte + 2) break;
    }
    return step;
  }

  /** How many bytes the step goes on. */
  lengthOf(step: number): number {
    return this.held[step + LENGTH] ?? 0;
  }

  /** The place that the step leads to. */
  targetOf(step: number): number {
    return this.held[step + TARGET] ?? 0;
  }

  /** What is said on the way. */
  sayingOf(step: number): number {
    return this.held[step + SAYING] ?? 0;
  }

  /** Adds a step that was not found. Does nothing for one that is too short or too long. */
  add(place: number, { view, from, to }: Stretch, target: number, saying: number): void {
    const length = to - from;
    if (length < FEWEST_BYTES || length > MOST_BYTES) return;
    const list = listOf(place, view.getInt32(from, true), view.getInt32(from + 4, true));
    const words = Math.max(3, (length + 3) >> 2);
    const { held, end: step } = this;
    // The last word overlaps the one before it, so that no bytes are left over.
    for (let word = 0; word < words; word += 1)
      held[step + FIRST + word] = view.getInt32(Math.min(from + 4 * word, to - 4), true);
    // A list that is full starts afresh: what was met last is what comes again.
    held[step + OTHER] = this.isLong(list) ? 0 : (this.lists[list] ?? 0);
    held[step + PLACE] = place;
    held[step + LENGTH] = length;
    held[step + TARGET] = target;
    held[step + SAYING] = saying;
    this.lists[list] = step;
    this.end = step + FIRST + words;
  }

  /** Whether there may be no room for one more. */
  isFull(): boolean {
    return this.end + FIRST + MOST_BYTES / 4 > MOST_WORDS;
  }

  clear(): void {
    this.lists.fill(0);
    this.end = 1;
  }

  private isLong(list: number): boolean {
    let length = 0;
    for (let step = this.lists[list] ?? 0; step !== 0; step = this.held[step + OTHER] ?? 0)
      length += 1;
    return length === LONGEST_LIST;
  }
}

/** Where a step has what: the next one of its list, and its bytes from `FIRST` on. */
const OTHER = 0;
const PLACE = 1;
const LENGTH = 2;
const TARGET = 3;
const SAYING = 4;
const FIRST = 5;

/** What all steps take together at most, 4 MiB. */
const MOST_WORDS = 1 << 20;
const FEWEST_BYTES = 8;
const MOST_BYTES = 1_024;
const LISTS = 1 << 14;
/** Steps of one list are tried one after the other. */
const LONGEST_LIST = 8;

const LIST = 0x5b;
const OBJECT = 0x7b;

function listOf(place: number, first: number, second: number): number {
  const hash = Math.imul(first ^ place, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (LISTS - 1);
}
