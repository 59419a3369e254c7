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
