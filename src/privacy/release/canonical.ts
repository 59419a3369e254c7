/**
 * The one text of a JSON value: keys sorted by code unit, no space, no escape that is not needed,
 * numbers as JavaScript writes them. Order, spacing and spelling can carry bits, so a payload has
 * no choice in them (`privacy-rules.md` 4).
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, held]) => `${JSON.stringify(key)}:${canonicalText(held)}`);
  return `{${members.join(",")}}`;
}
