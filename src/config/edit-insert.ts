import { keyText, valueText } from "./edit-format.ts";
import { isWithin, lineEnd } from "./edit-remove.ts";
import { type Inline, type Site, sitesOf } from "./edit-sites.ts";
import type { Path } from "./problem.ts";
import { isTable, type Table } from "./tree.ts";

/**
 * The text with a value that was not there yet, beside what its table or list says already: as a
 * row of the table's own lines, inside its braces, under the same dotted prefix, or under a header
 * of its own. Undefined where none of these is possible.
 */
export function insert(text: string, path: Path, value: unknown): string | undefined {
  const parent = path.slice(0, -1);
  const last = path.at(-1);
  const sites = sitesOf(text);
  const inline = sites.flatMap((site) =>
    site.site !== "header" && isSame(site.path, parent) ? (site.value.inline ?? []) : [],
  )[0];
  if (typeof last === "number") {
    if (inline !== undefined) return intoInline(text, inline, valueText(value));
    return isTable(value) ? afterTables(text, parent, value) : undefined;
  }
  if (last === undefined) return undefined;
  if (inline !== undefined) return intoInline(text, inline, rowText([last], value, ""));
  return (
    underHeader(text, { parent, last, value }, sites) ??
    besideDotted(text, { parent, last, value }, sites) ??
    aboveTables(text, { parent, last, value }, sites)
  );
}

interface Row {
  readonly parent: Path;
  readonly last: string;
  readonly value: unknown;
}

/** As the last of the rows right below `[parent]`. */
function underHeader(
  text: string,
  { parent, last, value }: Row,
  sites: readonly Site[],
): string | undefined {
  const header = sites.find((site) => site.site === "header" && isSame(site.path, parent));
  if (header?.site !== "header") return undefined;
  const row = sites.findLast((site) => isOwnRow(site) && isSame(site.base, parent));
  const indent = indentAt(text, (row ?? header).range[0]);
  const written = rowText([last], value, indent);
  return written && insertLine(text, row?.range[1] ?? header.head[1], indent + written);
}

/** After `parent.key = …`, with the same prefix. */
function besideDotted(
  text: string,
  { parent, last, value }: Row,
  sites: readonly Site[],
): string | undefined {
  const row = sites.findLast(
    (site) =>
      site.site === "row" && site.base.length < parent.length && isWithin(site.path, parent),
  );
  if (row?.site !== "row") return undefined;
  const keys = [...parent, last].slice(row.base.length).map(String);
  if (row.inline !== undefined) return intoInline(text, row.inline, rowText(keys, value, ""));
  const indent = indentAt(text, row.range[0]);
  const written = rowText(keys, value, indent);
  return written && insertLine(text, row.range[1], indent + written);
}

/** Under a header of its own, above the first table that stands below it. */
function aboveTables(
  text: string,
  { parent, last, value }: Row,
  sites: readonly Site[],
): string | undefined {
  const first = sites.find((site) => site.site === "header" && isWithin(site.path, parent));
  const written = rowText([last], value, "");
  if (
    first === undefined ||
    written === undefined ||
    parent.some((part) => typeof part === "number")
  )
    return undefined;
  const at = lineStart(text, first.range[0]);
  const eol = eolOf(text);
  const header = `[${parent.map((part) => keyText(String(part))).join(".")}]`;
  return `${text.slice(0, at)}${header}${eol}${written.replaceAll("\n", eol)}${eol}${eol}${text.slice(at)}`;
}

/** As one more `[[list]]`, after all that belongs to the last. */
function afterTables(text: string, list: Path, table: Table): string | undefined {
  const sites = sitesOf(text);
  const end = Math.max(
    ...sites.filter((site) => isWithin(site.path, list)).map(({ range }) => range[1]),
  );
  const rows = Object.entries(table).map(([key, value]) => rowText([key], value, ""));
  if (!Number.isFinite(end) || rows.includes(undefined)) return undefined;
  const header = `[[${list.map((part) => keyText(String(part))).join(".")}]]`;
  return insertLine(text, end, ["", header, ...rows].join("\n"));
}

function intoInline(text: string, inline: Inline, written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const [start, end] = inline.range;
  const last = inline.members.at(-1);
  const isList = text[start] === "[";
  if (last === undefined) {
    const inside = isList ? written : ` ${written} `;
    return text.slice(0, start + 1) + inside + text.slice(end - 1);
  }
  const comma = /^\s*,/.exec(text.slice(last[1], end));
  const after = last[1] + (comma?.[0].length ?? 0);
  const line = lineEnd(text, after);
  if (!text.slice(start, last[1]).includes("\n") || line >= end)
    return `${text.slice(0, last[1])}, ${written}${text.slice(last[1])}`;
  const [mark, close] = comma === null ? [",", ""] : ["", ","];
  const added = `${eolOf(text)}${indentAt(text, last[0])}${written}${close}`;
  return text.slice(0, last[1]) + mark + text.slice(last[1], line) + added + text.slice(line);
}

/** A new line after the one on which this offset stands, and after its comment. */
function insertLine(text: string, after: number, lines: string): string {
  const at = lineEnd(text, after);
  const eol = eolOf(text);
  return `${text.slice(0, at)}${eol}${lines.replaceAll("\n", eol)}${text.slice(at)}`;
}

function rowText(keys: readonly string[], value: unknown, indent: string): string | undefined {
  const written = valueText(value, indent);
  return written === undefined ? undefined : `${keys.map(keyText).join(".")} = ${written}`;
}

function isOwnRow(site: Site): site is Site & { readonly site: "row" } {
  return site.site === "row" && site.inline === undefined;
}

const isSame = (left: Path, right: Path): boolean =>
  left.length === right.length && isWithin(left, right);

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? "";

/** The line break that the file uses. */
export const eolOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");
