import type { AST } from "toml-eslint-parser";
import { ParseError, parseTOML } from "toml-eslint-parser";
import type { Position } from "./config.ts";
import type { Path } from "./problem.ts";

/** Where the keys and values of a document stand. */
export interface Places {
  /** Where the key stands, or the nearest table around it that exists. */
  key(path: Path): Position;
  /** Where the value stands; a table that has no braces stands where its key does. */
  value(path: Path): Position;
}

interface Place {
  readonly key: Position;
  readonly value: Position;
}

/**
 * Where everything in the TOML text stands, lines and columns from one, columns in UTF-16 units
 * as editors count them. The text is valid TOML; values are never taken from here.
 */
export function placesOf(text: string): Places {
  const places = new Map<string, Place>();
  const note: Note = (path, place, own) => {
    const id = JSON.stringify(path);
    if (own === true || !places.has(id)) places.set(id, place);
  };
  for (const node of nodesOf(text)) {
    if (node.type === "TOMLTable") noteTable(node, note);
    else noteKeyValue(node, [], note);
  }
  const find = (path: Path): Place | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const place = places.get(JSON.stringify(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const top: Position = { line: 1, column: 1 };
  return {
    key: (path) => find(path)?.key ?? top,
    value: (path) => find(path)?.value ?? top,
  };
}

/** None, and so no places, should the two parsers ever differ on what is TOML. */
function nodesOf(text: string): readonly (AST.TOMLTable | AST.TOMLKeyValue)[] {
  try {
    return parseTOML(text, { tomlVersion: "1.1" }).body[0].body;
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

/** The first mention of a table is the one to point at, but for a header of its `own`. */
type Note = (path: Path, place: Place, own?: boolean) => void;

/** `[a.b]` or `[[a.b]]`: each of its keys, the element it opens, and what it holds. */
function noteTable(node: AST.TOMLTable, note: Note): void {
  const start = positionOf(node);
  let keys = 0;
  node.resolvedKey.forEach((part, index) => {
    const key = node.key.keys[typeof part === "string" ? keys++ : keys];
    const at = typeof part === "string" && key !== undefined ? positionOf(key) : start;
    const own = node.kind === "standard" && index === node.resolvedKey.length - 1;
    note(node.resolvedKey.slice(0, index + 1), { key: at, value: at }, own);
  });
  for (const row of node.body) noteKeyValue(row, node.resolvedKey, note);
}

/** `a.b = value`: each of its keys, then the value at the last. */
function noteKeyValue(node: AST.TOMLKeyValue, base: Path, note: Note): void {
  let path = base;
  node.key.keys.forEach((key, index) => {
    path = [...path, key.type === "TOMLBare" ? key.name : key.value];
    const at = positionOf(key);
    const last = index === node.key.keys.length - 1;
    note(path, { key: at, value: last ? positionOf(node.value) : at });
  });
  noteInside(node.value, path, note);
}

function noteInside(node: AST.TOMLContentNode, path: Path, note: Note): void {
  if (node.type === "TOMLInlineTable") {
    for (const row of node.body) noteKeyValue(row, path, note);
  }
  if (node.type === "TOMLArray") {
    node.elements.forEach((element, index) => {
      const at = positionOf(element);
      note([...path, index], { key: at, value: at });
      noteInside(element, [...path, index], note);
    });
  }
}

function positionOf(node: { readonly loc: AST.SourceLocation }): Position {
  return { line: node.loc.start.line, column: node.loc.start.column + 1 };
}
