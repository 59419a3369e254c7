import {
  type Characters,
  commonnessOf,
  EVERY,
  membersOf,
  NONE,
  RUNS,
  sizeOf,
} from "./characters.ts";

/** What stands in every text in which a pattern finds anything. */
export interface Required {
  /** All of these characters. */
  readonly all: Characters;
  /** Of each of these sets at least one. */
  readonly some: readonly Characters[];
  /** A run of each of `RUNS` that is at least so long. */
  readonly runs: readonly number[];
}

/** What a piece of a pattern requires, and what can be said of what it matches. */
export interface Piece extends Required {
  /** It is at least so long. */
  readonly length: number;
  /** Whether it lies wholly in a run of each kind. */
  readonly within: readonly boolean[];
  /** The run of each kind that it ends with is at least so long. */
  readonly tail: readonly number[];
}

const NO_RUNS = RUNS.map(() => 0);
/** Matches where it stands, whatever is there. */
export const EMPTY: Piece = {
  all: NONE,
  some: [],
  runs: NO_RUNS,
  length: 0,
  within: RUNS.map(() => true),
  tail: NO_RUNS,
};
/** Nothing is known of it. */
export const UNKNOWN: Piece = { ...EMPTY, within: RUNS.map(() => false) };

/** One character of a set. */
export function character(set: Characters): Piece {
  const within = RUNS.map((run) => (set & ~run) === NONE);
  const runs = within.map(Number);
  return { ...requiring(set), runs, length: 1, within, tail: runs };
}

/** As that of all capital letters: of a commoner set nearly every text has one. */
const MAX_COMMONNESS = 26;

/** That one of the set is there. */
function requiring(set: Characters): Pick<Required, "all" | "some"> {
  if (sizeOf(set) === 1) return { all: set, some: [] };
  return { all: NONE, some: set !== NONE && commonnessOf(set) <= MAX_COMMONNESS ? [set] : [] };
}

/** One piece after the other. */
export function joined(left: Piece, right: Piece): Piece {
  const tail = right.tail.map((own, kind) =>
    right.within[kind] === true ? (left.tail[kind] ?? 0) + right.length : own,
  );
  return {
    all: left.all | right.all,
    some: [...left.some, ...right.some],
    runs: tail.map((own, kind) => Math.max(own, left.runs[kind] ?? 0, right.runs[kind] ?? 0)),
    length: left.length + right.length,
    within: left.within.map((own, kind) => own && right.within[kind] === true),
    tail,
  };
}

/** What stands before or behind, and is no part of what is matched. */
export function beside({ all, some, runs }: Required): Piece {
  return { ...EMPTY, all, some, runs };
}

/** Both, wherever each of them is. */
export function together(one: Required, other: Required): Required {
  return {
    all: one.all | other.all,
    some: [...one.some, ...other.some],
    runs: one.runs.map((own, kind) => Math.max(own, other.runs[kind] ?? 0)),
  };
}

/** At least so many times. */
export function repeated(piece: Piece, times: number): Piece {
  const { within } = piece;
  if (times === 0) return { ...EMPTY, within };
  const length = piece.length * times;
  const tail = piece.tail.map((own, kind) => (within[kind] === true ? length : own));
  const runs = piece.runs.map((own, kind) => Math.max(own, tail[kind] ?? 0));
  return { ...piece, length, runs, tail };
}

/** One of several. */
export function either(pieces: readonly Piece[]): Piece {
  const [first = EMPTY, ...others] = pieces;
  if (others.length === 0) return first;
  const least = (ofPiece: (piece: Piece) => readonly number[]): number[] =>
    RUNS.map((_, kind) => Math.min(...pieces.map((piece) => ofPiece(piece)[kind] ?? 0)));
  const shared = pieces.reduce((all, piece) => all & piece.all, EVERY);
  const rarest = pieces.map((piece) => rarestOf({ ...piece, all: piece.all & ~shared }));
  const union = rarest.includes(NONE) ? NONE : rarest.reduce((sum, set) => sum | set);
  return {
    all: shared,
    some: (union & shared) === NONE ? requiring(union).some : [],
    runs: least(({ runs }) => runs),
    length: Math.min(...pieces.map(({ length }) => length)),
    within: RUNS.map((_, kind) => pieces.every(({ within }) => within[kind] === true)),
    tail: least(({ tail }) => tail),
  };
}

/** Of what a piece requires the set that the fewest texts hold; none where it requires nothing. */
function rarestOf({ all, some }: Piece): Characters {
  const sets = [...membersOf(all), ...some];
  return sets.reduce(
    (best, set) => (best === NONE || commonnessOf(set) < commonnessOf(best) ? set : best),
    NONE,
  );
}
