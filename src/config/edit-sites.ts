import type { AST } from "toml-eslint-parser";
import { parseTOML } from "toml-eslint-parser";
import type { Path } from "./problem.ts";

/** Offsets in the text: from the first character, to the one after the last. */
export type Range = readonly [start: number, end: number];

/** One place of the document that says something. */
export type Site =
  /** `[a.b]` or `[[a.b]]`. */
  | { readonly site: "header"; readonly path: Path; readonly range: Range; readonly head: Range }
  /** `a.b = value`. */
  | {
      readonly site: "row";
      readonly path: Path;
      readonly range: Range;
      /** Where the table that holds the row stands in the document. */
      readonly base: Path;
      /** The inline table that holds it, if one does. */
      readonly inline: Inline | undefined;
      readonly value: Node;
    }
  /** A value of a list. */
  | {
      readonly site: "element";
      readonly path: Path;
      readonly range: Range;
      readonly inline: Inline;
      readonly value: Node;
    };

/** `[ … ]` or `{ … }`: what it holds, in order. */
export interface Inline {
  readonly range: Range;
  readonly members: readonly Range[];
}

export interface Node {
  readonly range: Range;
  /** Undefined for a single value. */
  readonly inline: (Inline & { readonly kind: "list" | "table" }) | undefined;
}

/** Every place of a valid document, in the order of the text. */
export function sitesOf(text: string): readonly Site[] {
  const sites: Site[] = [];
  for (const node of parseTOML(text, { tomlVersion: "1.1" }).body[0].body) {
    if (node.type === "TOMLKeyValue") noteRow(node, { base: [], inline: undefined }, sites);
    else {
      const { range, key, resolvedKey, body } = node;
      const head: Range = [
        range[0],
        text.indexOf("]", key.range[1]) + (node.kind === "array" ? 2 : 1),
      ];
      sites.push({ site: "header", path: resolvedKey, range, head });
      for (const row of body) noteRow(row, { base: resolvedKey, inline: undefined }, sites);
    }
  }
  return sites;
}

interface Around {
  readonly base: Path;
  readonly inline: Inline | undefined;
}

function noteRow(node: AST.TOMLKeyValue, { base, inline }: Around, sites: Site[]): void {
  const keys = node.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value));
  const path = [...base, ...keys];
  sites.push({ site: "row", path, range: node.range, base, inline, value: toNode(node.value) });
  noteInside(node.value, path, sites);
}

function noteInside(node: AST.TOMLContentNode, path: Path, sites: Site[]): void {
  const { inline } = toNode(node);
  if (node.type === "TOMLInlineTable")
    for (const row of node.body) noteRow(row, { base: path, inline }, sites);
  if (node.type !== "TOMLArray" || inline === undefined) return;
  node.elements.forEach((element, index) => {
    const at = [...path, index];
    sites.push({ site: "element", path: at, range: element.range, inline, value: toNode(element) });
    noteInside(element, at, sites);
  });
}

function toNode(node: AST.TOMLContentNode): Node {
  const { range } = node;
  if (node.type === "TOMLArray") {
    const members = node.elements.map((element) => element.range);
    return { range, inline: { kind: "list", range, members } };
  }
  if (node.type === "TOMLInlineTable") {
    const members = node.body.map((row) => row.range);
    return { range, inline: { kind: "table", range, members } };
  }
  return { range, inline: undefined };
}
