import { parse } from "smol-toml";
import type { Path } from "./problem.ts";

/** Where something begins in a text, in UTF-16 units from its start. */
export interface Mark {
  readonly path: Path;
  /** The key, or the element of a list. */
  readonly key: number;
  /** The value; of a table that has no braces, its key. */
  readonly value: number;
  /** Whether it is the header of this very table. */
  readonly isHeader: boolean;
}

/**
 * Where everything in a TOML text begins, in the order of the text. It must have been read as TOML
 * before: this looks for the next sign only, and ends where it knows none.
 */
export function* marksOf(text: string): Generator<Mark> {
  const cursor: Cursor = { text, at: 0 };
  const counts = new Map<string, number>();
  let table: Path = [];
  for (let start = -1; start < cursor.at;) {
    start = cursor.at;
    take(cursor, BLANK);
    const at = cursor.at;
    const opening = take(cursor, HEADER);
    if (opening === "") yield* marksOfRow(cursor, table);
    else {
      const marks = marksOfHeader(keysOf(cursor), opening, at, counts);
      take(cursor, HEADER_END);
      yield* marks;
      table = marks.at(-1)?.path ?? [];
    }
  }
}

/** How far the text is read. */
interface Cursor {
  readonly text: string;
  at: number;
}

interface Key {
  readonly name: string;
  readonly at: number;
}

const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const HEADER = /\[\[?[ \t]*/y;
const HEADER_END = /[ \t]*\]{1,2}/y;
const KEY = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y;
const DOT = /[ \t]*\.[ \t]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const COMMA = /,/y;
const OPENING = /[[{]/y;
const CLOSING = /[\]}]/y;
/** Text in several lines, in one, and whatever else ends with the line or its place in a list. */
const SCALAR =
  /"""(?:[^"\\]|\\[^]|"(?!""))*"{3,5}|'''(?:[^']|'(?!''))*'{3,5}|"(?:[^"\\]|\\.)*"|'[^']*'|[^,\]}#\r\n]+/y;

/** What stands next, if it has this form, and goes behind it. */
function take(cursor: Cursor, form: RegExp): string {
  form.lastIndex = cursor.at;
  const [found = ""] = form.exec(cursor.text) ?? [];
  cursor.at += found.length;
  return found;
}

/** `a."b c".d` */
function keysOf(cursor: Cursor): Key[] {
  const keys: Key[] = [];
  do {
    const { at } = cursor;
    const written = take(cursor, KEY);
    if (written !== "") keys.push({ name: nameOf(written), at });
  } while (take(cursor, DOT) !== "");
  return keys;
}

function nameOf(written: string): string {
  if (!/^["']/.test(written)) return written;
  const [name = ""] = Object.keys(parse(`${written} = 0`));
  return name;
}

/** `[a.b]` or `[[a.b]]`: each of its keys, and each element of a list that one of them stands for. */
function marksOfHeader(
  keys: readonly Key[],
  opening: string,
  at: number,
  counts: Map<string, number>,
): Mark[] {
  const marks: Mark[] = [];
  let path: Path = [];
  for (const [index, key] of keys.entries()) {
    path = [...path, key.name];
    const isLast = index === keys.length - 1;
    const isList = isLast && opening.startsWith("[[");
    marks.push({ path, key: key.at, value: key.at, isHeader: isLast && !isList });
    const id = JSON.stringify(path);
    const count = (counts.get(id) ?? 0) + (isList ? 1 : 0);
    if (count === 0) continue;
    counts.set(id, count);
    path = [...path, count - 1];
    marks.push({ path, key: at, value: at, isHeader: false });
  }
  return marks;
}

/** `a.b = value`: each of its keys, then what the value holds. */
function* marksOfRow(cursor: Cursor, table: Path): Generator<Mark> {
  const keys = keysOf(cursor);
  take(cursor, EQUALS);
  let path = table;
  for (const [index, { name, at }] of keys.entries()) {
    path = [...path, name];
    const value = index === keys.length - 1 ? cursor.at : at;
    yield { path, key: at, value, isHeader: false };
  }
  yield* marksInside(cursor, path);
}

function* marksInside(cursor: Cursor, path: Path): Generator<Mark> {
  const opening = take(cursor, OPENING);
  if (opening === "") {
    take(cursor, SCALAR);
    return;
  }
  for (let index = 0, start = -1; start < cursor.at; index += 1) {
    take(cursor, BLANK);
    if (take(cursor, CLOSING) !== "") return;
    start = cursor.at;
    if (opening === "{") yield* marksOfRow(cursor, path);
    else {
      const element = [...path, index];
      yield { path: element, key: start, value: start, isHeader: false };
      yield* marksInside(cursor, element);
    }
    take(cursor, BLANK);
    take(cursor, COMMA);
  }
}
