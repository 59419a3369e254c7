import { type Inline, type Range, type Site, sitesOf } from "./edit-sites.ts";
import type { Path } from "./problem.ts";

/** The text without all that says something at or below the path. Comments beside it stay. */
export function remove(text: string, path: Path): string {
  const doomed = sitesOf(text).filter((site) => isWithin(site.path, path));
  const outermost = doomed.filter(
    (site) => !doomed.some((other) => other !== site && holds(other.range, site.range)),
  );
  return outermost
    .toSorted((left, right) => right.range[0] - left.range[0])
    .reduce((rest, site) => cut(rest, rangeOf(rest, site), site), text);
}

/** Whether a path leads to another one or below it. */
export function isWithin(path: Path, above: Path): boolean {
  return above.every((part, index) => path[index] === part);
}

/** The end of the line, before its break. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" ? at - 1 : at;
}

function holds(outer: Range, inner: Range): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

function rangeOf(text: string, site: Site): Range {
  if (site.site !== "header" && site.inline !== undefined)
    return memberRange(text, site.range, site.inline);
  return wholeLines(text, site.range);
}

function wholeLines(text: string, [start, end]: Range): Range {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const after = text.indexOf("\n", end);
  return [from, after < 0 ? text.length : after + 1];
}

/** A member goes with one of the commas beside it, and with its line where it has one alone. */
function memberRange(text: string, [start, end]: Range, inline: Inline): Range {
  const comma = /^\s*,/.exec(text.slice(end, inline.range[1]));
  if (comma === null) {
    const before = inline.members.findLast((member) => member[1] <= start);
    return [before?.[1] ?? start, end];
  }
  const close = end + comma[0].length;
  const isAlone =
    /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) && /^[ \t]*\r?\n/.test(text.slice(close));
  if (isAlone) return wholeLines(text, [start, close]);
  const space = /^[ \t]*/.exec(text.slice(close))?.[0].length ?? 0;
  return [start, close + space];
}

/** What a line said beside the value stays on a line of its own. */
function cut(text: string, [start, end]: Range, { range }: Site): string {
  const beside = /^[ \t]*,?[ \t]*(#.*\r?\n?)$/.exec(text.slice(range[1], end))?.[1];
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  return text.slice(0, start) + (beside === undefined ? "" : indent + beside) + text.slice(end);
}
