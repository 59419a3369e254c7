import { OpsError } from "../errors.ts";
import { text } from "../pushdown/sql.ts";

/** What `--table` names: a table, or a function that reads files as one. */
export interface Table {
  /** As a report may show it: of a function no more than the names of its files. */
  readonly path: string;
  /** What stands behind FROM. */
  readonly sql: string;
  /** Whether it is one file, whose rows have an order. */
  readonly isOneFile: boolean;
}

/**
 * Reads the name of a table, with its database or without, or a call of `file`, `url`, `s3`, `gcs`
 * or `s3Cluster` with literal arguments; where it says no format, the files are lines.
 * Throws `usage` for everything else, and repeats nothing of it: it may hold a key.
 */
export function parseTable(name: string): Table {
  const trimmed = name.trim();
  return toTable(trimmed) ?? toCall(trimmed) ?? refuse();
}

/** A name, or one in quotes, which may hold anything but quotes. */
const PART = /^(?:([\p{L}_][\p{L}\p{N}_$-]*)|`([^`\\]+)`|"([^"\\]+)")(\.|$)/u;

function toTable(name: string): Table | undefined {
  const parts: string[] = [];
  for (let rest = name; rest !== "" || parts.length === 0;) {
    const [whole, ...choices] = PART.exec(rest) ?? [];
    if (whole === undefined || parts.length === 2) return undefined;
    parts.push(choices.slice(0, 3).find((choice) => choice !== undefined) ?? "");
    rest = rest.slice(whole.length);
    if (rest === "" && whole.endsWith(".")) return undefined;
  }
  return {
    path: parts.join("."),
    sql: parts.map((part) => `\`${part}\``).join("."),
    isOneFile: false,
  };
}

/** An argument of a call. */
type Argument = { readonly literal: string } | { readonly word: string };

/** Where the files are named, and where the format may stand behind them. */
const FUNCTIONS: ReadonlyMap<string, { readonly files: 0 | 1; readonly hasKeys: boolean }> =
  new Map([
    ["file", { files: 0, hasKeys: false }],
    ["url", { files: 0, hasKeys: false }],
    ["s3", { files: 0, hasKeys: true }],
    ["gcs", { files: 0, hasKeys: true }],
    ["s3Cluster", { files: 1, hasKeys: true }],
  ]);

/** A format that may stand where a key may stand too. */
const FORMATS: ReadonlySet<string> = new Set(
  "auto LineAsString RawBLOB JSONAsString JSONEachRow JSONLines NDJSON Parquet ORC Avro Arrow ArrowStream CSV CSVWithNames CSVWithNamesAndTypes TSV TSVWithNames TSVWithNamesAndTypes TabSeparated TabSeparatedWithNames TabSeparatedWithNamesAndTypes Native".split(
    " ",
  ),
);

/** Files that are no lines: the server tells their format by their names. */
const ROWS = /\.(?:parquet|csv|tsv|orc|avro|arrow)(?:\.\w+)?(?:\?.*)?$/i;

function toCall(call: string): Table | undefined {
  const [, name = "", list = ""] = /^(\w+)\s*\(([^]*)\)$/.exec(call) ?? [];
  const known = FUNCTIONS.get(name);
  const given = known && toArguments(list);
  const files = given?.[known?.files ?? 0];
  if (known === undefined || given === undefined || files === undefined || !("literal" in files))
    return undefined;
  const behind = given.slice(known.files + 1);
  const isLines = !ROWS.test(files.literal) && !hasFormat(behind, known.hasKeys);
  const all = isLines ? [...given, { literal: "LineAsString" }] : given;
  return {
    path: `${name}(${shownFiles(files.literal)})`,
    sql: `${name}(${all.map(toSql).join(", ")})`,
    isOneFile: !/[*?{}]/.test(files.literal),
  };
}

/** Behind the files of a bucket stand NOSIGN, or two or three keys, or none of them. */
function hasFormat(behind: readonly Argument[], hasKeys: boolean): boolean {
  if (!hasKeys) return behind.length > 0;
  const [first, ...others] = behind.map((argument) => Object.values(argument)[0] ?? "");
  if (first === undefined) return false;
  if (first === "NOSIGN") return others.length > 0;
  return [first, ...others.slice(1, 3)].some((argument) => FORMATS.has(argument));
}

/** One argument, and the comma behind it. In a literal only quotes and backslashes are escaped. */
const ARGUMENT = /\s*(?:'((?:[^'\\]|\\[\\']|'')*)'|([A-Za-z_]\w*))\s*(,|$)/y;

function toArguments(list: string): readonly Argument[] | undefined {
  const found: Argument[] = [];
  const next = new RegExp(ARGUMENT);
  while (true) {
    const [, literal, word = "", end] = next.exec(list) ?? [];
    if (end === undefined) return undefined;
    found.push(
      literal === undefined
        ? { word }
        : { literal: literal.replaceAll(/\\([\\'])|''/g, (_, escaped: string = "'") => escaped) },
    );
    if (end === "") return found;
  }
}

const toSql = (argument: Argument): string =>
  "word" in argument ? argument.word : text(argument.literal);

/** Of an address only the path within it; of a path from the root only its end. */
function shownFiles(files: string): string {
  const path = files.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\/?/i, "").replace(/\?.*=.*$/, "");
  return /^[/\\]|^[A-Za-z]:/.test(path) ? (path.split(/[/\\]/).at(-1) ?? "") : path;
}

function refuse(): never {
  throw new OpsError(
    "usage",
    "Cannot use --table: it is no table and no function that reads files",
    {
      hint: "Write it like events, analytics.events, \"file('events.jsonl')\" or \"s3('https://bucket.s3.amazonaws.com/events/*.jsonl.gz')\"; s3 and url take literal arguments only",
    },
  );
}
