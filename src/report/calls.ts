import { isRecord } from "../evaluation/record.ts";
import type { Json, Report } from "./report.ts";

/** One request that a dry run did not send. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A report with the calls that would have been sent: short values are shown, the rest is named. */
export function withCalls(report: Report, calls: readonly Call[]): Report {
  const items = calls.map(({ method, path, body }) => {
    const said = Object.entries(summaryOf(body)).map(([name, value]) => `${name}=${textOf(value)}`);
    return [`${method} ${path}`, ...said].join(" ");
  });
  const title = calls.length === 0 ? "Dry run: nothing to send" : "Dry run, not sent:";
  return {
    ...report,
    data: {
      ...report.data,
      calls: calls.map(({ method, path, body }) => ({ method, path, body: summaryOf(body) })),
    },
    blocks: [
      ...report.blocks,
      { block: "text", text: title },
      ...(items.length === 0 ? [] : [{ block: "list" as const, items }]),
    ],
  };
}

/** What PostHog is reminded of is no change. */
const REMINDERS = ["original_flag", "original_experiment"];

/** Payloads and conditions may hold what nobody should read in a log of a job: they are named only. */
function summaryOf(body: unknown): Record<string, Json> {
  if (!isRecord(body)) return {};
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name, value]) => !REMINDERS.includes(name) && value !== undefined)
      .map(([name, value]) => [name, isShort(value) ? value : "…"]),
  );
}

function isShort(value: unknown): value is string | number | boolean | null {
  if (typeof value === "string") return value.length <= 120;
  return value === null || typeof value === "number" || typeof value === "boolean";
}

const textOf = (value: Json): string => (value === "…" ? "…" : JSON.stringify(value));
