import { suggest } from "../config/nearest.ts";
import type { Path, Problem } from "../config/problem.ts";
import { unknownName } from "../config/rule.ts";
import { isTable, type Table } from "../config/tree.ts";

/** One value for each name of a matrix. */
export type Combination = ReadonlyMap<string, unknown>;

/** How many tests one matrix may stand for. */
export const MAX_COMBINATIONS: number = 10_000;

/** Every combination, the last name's values changing fastest. An empty matrix has one. */
export function combinationsOf(
  matrix: Readonly<Record<string, readonly unknown[]>>,
): Combination[] {
  return Object.entries(matrix).reduce<Combination[]>(
    (found, [name, values]) =>
      found.flatMap((combination) =>
        values.map((value) => new Map([...combination, [name, value]])),
      ),
    [new Map()],
  );
}

/** How many combinations there are, without making them. */
export function countOf(matrix: Readonly<Record<string, readonly unknown[]>>): number {
  return Object.values(matrix).reduce((count, { length }) => count * length, 1);
}

/** A combination as people read it: `plan=pro, seats=5`. */
export function combinationText(combination: Combination): string {
  return [...combination].map(([name, value]) => `${name}=${textOf(value)}`).join(", ");
}

/** A test whose references to its matrix are filled in. */
export interface Filled {
  readonly test: Table;
  readonly problems: readonly Problem[];
}

/**
 * Replaces `${name}` in every text of the test but the matrix itself. A text that is one whole
 * reference becomes the value, type and all; `$${` is a plain `${`.
 */
export function fillIn(test: Table, path: Path, combination: Combination): Filled {
  const problems: Problem[] = [];
  const fillText = (text: string, at: Path): unknown => {
    const [, whole] = WHOLE.exec(text) ?? [];
    if (whole !== undefined && combination.has(whole)) return combination.get(whole);
    return text.replaceAll(REFERENCE, (written, escape: string, name: string) => {
      if (escape !== "") return written.slice(1);
      if (combination.has(name)) return textOf(combination.get(name));
      problems.push(
        unknownName(at, "Expected a name of the matrix", suggest(name, [...combination.keys()])),
      );
      return written;
    });
  };
  const fill = (value: unknown, at: Path): unknown => {
    if (typeof value === "string") return fillText(value, at);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...at, index]));
    return isTable(value) ? fillTable(value, at) : value;
  };
  const fillTable = (table: Table, at: Path): Table =>
    Object.fromEntries(
      Object.entries(table).map(([key, value]) => [key, fill(value, [...at, key])]),
    );
  const { matrix, ...rest } = test;
  const filled = fillTable(rest, path);
  return { test: matrix === undefined ? filled : { ...filled, matrix }, problems };
}

const REFERENCE = /\$(\$?)\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
