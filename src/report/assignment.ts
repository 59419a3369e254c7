import type { Report } from "./report.ts";

/** What one flag is for every row of a table. */
export interface WrittenAssignment {
  readonly key: string;
  readonly dialect: string;
  readonly sql: string;
}

/** The bare expression, so that a pipe can put it into a query. */
export function reportAssignment({ key, dialect, sql }: WrittenAssignment): Report {
  return { outcome: "ok", data: { key, dialect, sql }, blocks: [{ block: "text", text: sql }] };
}
