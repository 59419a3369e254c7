import type { Slot, Stretch } from "./outline.ts";
import { endOfScalar } from "./scalar.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { standsAt, toWords, type Words } from "./words.ts";

/**
 * The shapes of the lines that were met: what stands between their scalars, byte for byte. A line
 * of a known shape is valid JSON, because a line that was parsed has the same bytes everywhere
 * but in the scalars, and each scalar is looked at.
 */
export interface Shapes<T, S> {
  /** What the line's shape means, and in `met` its scalars; undefined for a shape that is new. */
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
}

/** A scalar and what reads it; undefined where any scalar will do. */
export interface Place<T> extends Slot {
  readonly vocabulary: Vocabulary<T> | undefined;
}

/** What follows a scalar. */
interface Node<T, S> {
  readonly branches: Branch<T, S>[];
  recent: Branch<T, S> | undefined;
}

interface Branch<T, S> {
  readonly words: Words;
  readonly text: string;
  readonly vocabulary: Vocabulary<T> | undefined;
  readonly node: Node<T, S>;
  /** Where the line ends after these bytes. */
  means: S | undefined;
}

/** Shapes are few even in large logs; a hostile one makes them without end. */
const MOST_BRANCHES = 20_000;
/** They are tried one after the other. */
const MOST_AT_ONCE = 128;

export function createShapes<T, S>(): Shapes<T, S> {
  const root: Node<T, S> = { branches: [], recent: undefined };
  const met: Met<T> = { meanings: [], count: 0 };
  let branches = 0;

  function match({ bytes, view, from, to }: Stretch): S | undefined {
    let node = root;
    let at = from;
    met.count = 0;
    for (;;) {
      const branch = branchFrom(node, view, at, to);
      if (branch === undefined) return undefined;
      at += branch.words.length;
      if (branch.means !== undefined) return branch.means;
      const { vocabulary } = branch;
      if (vocabulary === undefined) at = endOfScalar(view, at);
      else {
        const scalar = vocabulary.read(bytes, view, at);
        if (scalar === undefined) return undefined;
        met.meanings[met.count] = scalar.meaning;
        met.count += 1;
        at += scalar.length;
      }
      if (at === -1) return undefined;
      node = branch.node;
    }
  }

  function learn({ bytes, from, to }: Stretch, places: readonly Place<T>[], means: S): void {
    let node = root;
    let at = from;
    for (const { from: start, to: end, vocabulary } of places) {
      const branch = branchAt(node, bytes.subarray(at, start), vocabulary);
      if (branch === undefined || branch.vocabulary !== vocabulary) return;
      if (branch.means !== undefined) return;
      ({ node } = branch);
      at = end;
    }
    const last = branchAt(node, bytes.subarray(at, to), undefined);
    if (last !== undefined) last.means ??= means;
  }

  function branchAt(
    node: Node<T, S>,
    bytes: Uint8Array,
    vocabulary: Vocabulary<T> | undefined,
  ): Branch<T, S> | undefined {
    const text = String.fromCharCode(...bytes);
    const held = node.branches.find((each) => each.text === text);
    if (held !== undefined || node.branches.length === MOST_AT_ONCE) return held;
    branches += 1;
    const next: Node<T, S> = { branches: [], recent: undefined };
    const branch = { words: toWords(bytes), text, vocabulary, node: next, means: undefined };
    node.branches.push(branch);
    return branch;
  }

  return { match, met, learn, isFull: () => branches >= MOST_BRANCHES };
}

/** How the line goes on. */
function branchFrom<T, S>(
  node: Node<T, S>,
  view: DataView,
  at: number,
  to: number,
): Branch<T, S> | undefined {
  const { recent } = node;
  if (recent !== undefined && leads(view, at, to, recent)) return recent;
  const branch = node.branches.find((each) => leads(view, at, to, each));
  if (branch !== undefined) node.recent = branch;
  return branch;
}

/**
 * Whether the line goes on as the branch does, to its end or to a scalar. That tells branches
 * apart of which one begins like another.
 */
function leads<T, S>(view: DataView, at: number, to: number, branch: Branch<T, S>): boolean {
  if (!standsAt(view, at, branch.words)) return false;
  const next = at + branch.words.length;
  if (branch.means !== undefined) return next === to;
  const byte = view.getUint8(next);
  return (byte !== OBJECT && byte !== LIST) || endOfScalar(view, next) !== -1;
}

const LIST = 0x5b;
const OBJECT = 0x7b;
