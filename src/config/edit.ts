import { ParseError } from "toml-eslint-parser";
import { OpsError } from "../errors.ts";
import { isSame } from "../experiment/json.ts";
import { valueText } from "./edit-format.ts";
import { insert } from "./edit-insert.ts";
import { remove } from "./edit-remove.ts";
import { sitesOf } from "./edit-sites.ts";
import { type Path, pointerOf } from "./problem.ts";
import { readToml } from "./toml.ts";
import { isTable, type Table, valueAt } from "./tree.ts";

/**
 * TOML text in which a value is another one; undefined takes it out. Only what differs is touched:
 * comments, order and the spelling of everything else stay. The text is read again afterwards and
 * must say exactly what was asked; otherwise nothing is changed and `refused` is thrown, with the
 * place to edit by hand.
 */
export function editToml(text: string, path: Path, wanted: unknown): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const source = text.slice(mark.length);
  const before = treeOf(source);
  const edited = before && attempt(source, path, wanted);
  const after = edited === undefined ? undefined : treeOf(edited);
  if (edited !== undefined && after !== undefined && isSame(after, replaced(before, path, wanted)))
    return mark + edited;
  throw new OpsError("refused", `Cannot edit "${pointerOf(path)}" in the config`, {
    hint: "Edit it by hand: it is written in a way that cannot be changed alone, or TOML cannot say the value",
  });
}

function attempt(text: string, path: Path, wanted: unknown): string | undefined {
  try {
    return reconciled(text, path, wanted);
  } catch (error) {
    // An edit on the way may leave text that does not parse.
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

/** Goes down as far as both sides are tables or lists, and touches what differs there. */
function reconciled(text: string, path: Path, wanted: unknown): string | undefined {
  const held = valueAt(treeOf(text), path);
  if (isSame(held ?? null, wanted ?? null)) return text;
  if (wanted === undefined) return remove(text, path);
  if (held === undefined) return insert(text, path, wanted);
  if (Array.isArray(held) && Array.isArray(wanted)) {
    if (wanted.length === 0) return rewritten(text, path, wanted);
    return stepwise(text, path, listSteps(held, wanted));
  }
  if (isTable(held) && isTable(wanted)) return stepwise(text, path, tableSteps(held, wanted));
  return rewritten(text, path, wanted);
}

type Step = readonly [part: string | number, wanted: unknown];

/** Surplus is taken out from the end; else every place gets its value. */
function listSteps(held: readonly unknown[], wanted: readonly unknown[]): Step[] {
  const surplus = held
    .slice(wanted.length)
    .map((_, index): Step => [wanted.length + index, undefined]);
  return [...surplus.toReversed(), ...wanted.map((value, index): Step => [index, value])];
}

function tableSteps(held: Table, wanted: Table): Step[] {
  const gone = Object.keys(held).filter((key) => wanted[key] === undefined);
  return [
    ...gone.map((key): Step => [key, undefined]),
    ...Object.entries(wanted).filter(([, value]) => value !== undefined),
  ];
}

function stepwise(text: string, path: Path, steps: readonly Step[]): string | undefined {
  return steps.reduce<string | undefined>(
    (edited, [part, wanted]) =>
      edited === undefined ? undefined : reconciled(edited, [...path, part], wanted),
    text,
  );
}

/** Another value in the same place; what has no place of its own goes, and comes anew. */
function rewritten(text: string, path: Path, wanted: unknown): string | undefined {
  const place = sitesOf(text).find(
    (site) =>
      site.site !== "header" &&
      site.path.length === path.length &&
      site.path.every((part, index) => part === path[index]),
  );
  if (place === undefined || place.site === "header")
    return insert(remove(text, path), path, wanted);
  const [start, end] = place.value.range;
  const written = valueText(
    wanted,
    /^[ \t]*/m.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0],
  );
  return written === undefined ? undefined : text.slice(0, start) + written + text.slice(end);
}

function treeOf(text: string): Table | undefined {
  const toml = readToml(text);
  return "tree" in toml ? toml.tree : undefined;
}

/** The document as it should be afterwards. */
function replaced(tree: unknown, [part, ...rest]: Path, wanted: unknown): unknown {
  if (part === undefined) return wanted;
  if (Array.isArray(tree)) {
    const list: unknown[] = [...tree];
    list[Number(part)] = replaced(list[Number(part)], rest, wanted);
    return list.filter((value) => value !== undefined);
  }
  const table = isTable(tree) ? tree : {};
  return { ...table, [part]: replaced(table[part], rest, wanted) };
}
