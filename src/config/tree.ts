import type { Path } from "./problem.ts";

/** A TOML table whose values nobody has checked yet. */
export type Table = Readonly<Record<string, unknown>>;

/** Whether the value is a table; lists and dates are none. */
export function isTable(value: unknown): value is Table {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** The table, or an empty one in place of anything else. */
export function tableOf(value: unknown): Table {
  return isTable(value) ? value : {};
}

/** The list, or an empty one in place of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands at the path, or undefined. */
export function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return typeof part === "number" ? value[part] : undefined;
    return isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, tree);
}

/** Every key, and every value that is text, at any depth. */
export function textsIn(tree: unknown): string[] {
  const texts: string[] = [];
  const waiting = [tree];
  for (const value of waiting) {
    if (typeof value === "string") texts.push(value);
    for (const key of isTable(value) ? Object.keys(value) : []) texts.push(key);
    for (const member of membersOf(value)) waiting.push(member);
  }
  return texts;
}

/** Whether tables and lists stand deeper in one another than that. */
export function isDeeper(tree: unknown, depth: number): boolean {
  return membersOf(tree).some((member) => depth === 0 || isDeeper(member, depth - 1));
}

function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(tableOf(value));
}

/** Every value below the top with its path, without recursion. */
export function* walk(tree: unknown): Generator<{ readonly path: Path; readonly value: unknown }> {
  const waiting: { readonly path: Path; readonly value: unknown }[] = [{ path: [], value: tree }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.path.length > 0) yield next;
    const { path, value } = next;
    const members: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(tableOf(value));
    for (const [part, member] of members) waiting.push({ path: [...path, part], value: member });
  }
}
