import type { Call } from "./route.ts";

interface Page {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly unknown[];
}

/** One page of rows, as PostHog pages them: `limit` (100) and `offset`, absolute links. */
export function paginate<Row>(
  { url }: Call,
  rows: readonly Row[],
  view: (row: Row) => unknown,
): { readonly body: Page } {
  const limit = count(url, "limit") || 100;
  const offset = count(url, "offset");
  const link = (start: number): string => {
    const target = new URL(url);
    target.searchParams.set("limit", String(limit));
    if (start > 0) target.searchParams.set("offset", String(start));
    else target.searchParams.delete("offset");
    return target.href;
  };
  return {
    body: {
      count: rows.length,
      next: offset + limit < rows.length ? link(offset + limit) : null,
      previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      results: rows.slice(offset, offset + limit).map((row) => view(row)),
    },
  };
}

/** The rows in the order that `?order=` asks for; without it the newest first. */
export function ordered<Row extends { readonly id: number }>(
  { url }: Call,
  rows: readonly Row[],
  fallback = "-created_at",
): Row[] {
  const order = url.searchParams.get("order") ?? fallback;
  const sign = order.startsWith("-") ? -1 : 1;
  const field = order.replace(/^-/, "");
  const valueOf = (row: Row): string | number => {
    const value: unknown = Object.entries(row).find(([name]) => name === field)?.[1];
    return typeof value === "number" ? value : typeof value === "string" ? value : "";
  };
  return rows.toSorted((left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)];
    // Rows of one moment stand in the order they were made.
    return sign * (a < b ? -1 : a > b ? 1 : left.id - right.id);
  });
}

/** A whole number of the query; 0 for anything else, as the framework ignores what it cannot read. */
function count(url: URL, name: string): number {
  const value = url.searchParams.get(name) ?? "";
  return /^\d+$/.test(value) ? Number(value) : 0;
}
