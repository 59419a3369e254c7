import { closest, distance } from "fastest-levenshtein";

/** The known name that was probably meant, or undefined when none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(typed, known);
  const edits = distance(typed, near);
  return edits < typed.length && edits <= Math.max(2, typed.length / 3) ? near : undefined;
}

/** What to write instead: the nearest known name, else all of them. */
export function suggest(typed: unknown, known: readonly string[]): string {
  const near = typeof typed === "string" ? nearest(typed, known) : undefined;
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return "None is declared";
  return `Known: ${known.map((name) => `"${name}"`).join(", ")}`;
}
