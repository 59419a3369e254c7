import type { Line } from "./lines.ts";

/** A line of a log, or a row of an export: its body, or undefined where it has none. */
export type LogRecord = Line | { readonly number: number; readonly body: unknown };
