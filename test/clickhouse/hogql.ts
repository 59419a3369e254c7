import createParser from "@posthog/hogql-parser";
import { query } from "chdb";
import { isRecord } from "../../src/evaluation/record.ts";
import type { JsonRecord } from "../../src/emulator/value.ts";
import { HogQlError, printed } from "./hogql-printer.ts";

const parser = await createParser();

/**
 * Answers a HogQL query by ClickHouse in this process, as PostHog would: parsed by PostHog's own
 * parser, refused where PostHog refuses it, printed as PostHog prints it, 100 rows without a limit
 * and 50,000 at most.
 */
export function answerHogQl({ query: hogql, values }: JsonRecord): JsonRecord {
  if (typeof hogql !== "string" || !isRecord(values)) throw new Error("no HogQL query");
  const parsed: unknown = JSON.parse(parser.parseSelect(hogql, true));
  try {
    const sql = printed(parsed, { values, most: 50_000, least: 100 });
    return { results: JSON.parse(query(`${sql} ${SETTINGS}`, "JSONCompact")).data };
  } catch (error) {
    if (error instanceof HogQlError) return { error: error.message };
    throw error;
  }
}

/** Whole numbers as Python writes them, and HogQL's own settings (posthog/hogql/constants.py). */
const SETTINGS =
  "SETTINGS output_format_json_quote_64bit_integers = 0, transform_null_in = 1, readonly = 2";
