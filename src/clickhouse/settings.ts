import { OpsError } from "../errors.ts";

/**
 * What an answer depends on: a profile may cut results short without a word, read copies that
 * are older, read JSON otherwise, or write counts as text. Nothing may be left out of a report so.
 */
const NEEDED: Readonly<Record<string, string>> = {
  output_format_json_quote_64bit_integers: "0",
  allow_simdjson: "1",
  additional_result_filter: "",
  skip_unavailable_shards: "0",
  use_query_cache: "0",
  aggregate_functions_null_for_empty: "0",
  group_by_use_nulls: "0",
  join_use_nulls: "0",
  transform_null_in: "0",
  cast_keep_nullable: "0",
  prefer_column_name_to_alias: "0",
  empty_result_for_aggregation_by_empty_set: "0",
  input_format_allow_errors_num: "0",
  input_format_allow_errors_ratio: "0",
  describe_compact_output: "0",
  describe_include_subcolumns: "0",
  distinct_overflow_mode: "throw",
  group_by_overflow_mode: "throw",
  join_overflow_mode: "throw",
  read_overflow_mode: "throw",
  read_overflow_mode_leaf: "throw",
  result_overflow_mode: "throw",
  set_overflow_mode: "throw",
  sort_overflow_mode: "throw",
  timeout_overflow_mode: "throw",
  timeout_overflow_mode_leaf: "throw",
  transfer_overflow_mode: "throw",
};

/**
 * What is sent with every query, the first too: a limit is hidden from whoever asks for it. For a user
 * who may change nothing the server takes them where they change nothing.
 */
export const UNLIMITED: Readonly<Record<string, string>> = { limit: "0", offset: "0" };

/** What makes an answer come sooner, or end when nobody waits for it any more. */
const USEFUL: Readonly<Record<string, string>> = {
  // Only a query that may not write is cancelled when its client leaves.
  readonly: "2",
  cancel_http_readonly_queries_on_client_close: "1",
  enable_http_compression: "1",
  // What balances the load closes connections on which nothing is said for a minute.
  send_progress_in_http_headers: "1",
  http_headers_progress_interval_ms: "25000",
  // So that a file says which of its columns is the number of a row.
  describe_include_virtual_columns: "1",
};

const NAMES = Object.keys({ ...NEEDED, ...USEFUL });

/** Asks which of the settings have which value, and whether it is fixed. */
export const SETTINGS_SQL: string = `SELECT name, value, toString(readonly) FROM system.settings
WHERE name IN (${NAMES.map((name) => `'${name}'`).join(", ")}) ORDER BY name`;

/**
 * The settings to send with each query, of what the server answered: those that it knows and that
 * have another value. Throws `usage` where the user may not change one that the answer depends on.
 *
 * @param given the settings of the URL: where they are about comfort, they stand
 */
export function settingsToSend(
  rows: Iterable<readonly unknown[]>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const changes: Record<string, string> = {};
  const fixed: string[] = [];
  for (const [name, value, isFixed] of rows) {
    if (typeof name !== "string") continue;
    const needed = NEEDED[name];
    const wanted = needed ?? (Object.hasOwn(given, name) ? value : USEFUL[name]);
    if (typeof wanted !== "string" || wanted === value) continue;
    if (isFixed !== "1") changes[name] = wanted;
    else if (needed !== undefined) fixed.push(`${name} = ${needed === "" ? "''" : needed}`);
  }
  if (fixed.length === 0) return changes;
  throw new OpsError(
    "usage",
    `Cannot replay as this user of ClickHouse: it has settings that change the answer and may not be changed: ${fixed.join(", ")} would be needed`,
    { hint: "Ask as a user with readonly = 2 or 0, or have its profile set them so" },
  );
}
