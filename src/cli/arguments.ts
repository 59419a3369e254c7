import { stripVTControlCharacters } from "node:util";
import { type ArgDef, type ArgsDef, parseArgs } from "citty";
import { OpsError } from "../errors.ts";
import { didYouMean } from "./nearest.ts";

/** An argument as citty knows it; `multiple` may be given more than once and holds a list. */
export type ArgSpec = ArgDef & { readonly multiple?: boolean };
export type ArgsSpec = Readonly<Record<string, ArgSpec>>;

type Value<A> = A extends { multiple: true }
  ? readonly string[]
  : A extends { type: "boolean" }
    ? boolean
    : A extends { default: string } | { required: true }
      ? string
      : string | undefined;

/** What a command's `run` is given. */
export type Given<T extends ArgsSpec> = { readonly [K in keyof T]: Value<T[K]> };

/** What every command takes. */
export const globals = {
  config: { type: "string", description: "The config file (or ASSAY_CONFIG)", valueHint: "FILE" },
  env: { type: "string", description: "An environment of the config", valueHint: "NAME" },
  json: { type: "boolean", description: "The same as --format json", default: false },
  format: { type: "string", description: "How results are written", default: "text" },
  quiet: { type: "boolean", description: "Only results and errors", default: false },
  debug: {
    type: "boolean",
    description: "Say each request and the stack of an error",
    default: false,
  },
  color: { type: "boolean", description: "Colour on a terminal", default: true },
  input: { type: "boolean", description: "Questions on a terminal", default: true },
  timeout: { type: "string", description: "Give up after so long", valueHint: "SECONDS" },
  help: { type: "boolean", alias: "h", description: "Show this help", default: false },
} as const;

/** What every command takes whose report may go into a file. */
export const reporting = {
  out: { type: "string", description: "Write the report to this file", valueHint: "FILE" },
} as const;

/** What every command that writes to PostHog takes besides. */
export const writing = {
  yes: { type: "boolean", alias: "y", description: "Write without asking", default: false },
  "dry-run": {
    type: "boolean",
    description: "Say what would be written, write nothing",
    default: false,
  },
} as const;

/**
 * Reads a command line by its specification; flags in `besides` may stand there too. Throws
 * `usage` for an unknown flag, a missing value, a missing positional or one too many: citty lets
 * most of them pass.
 */
export function parseArguments<const T extends ArgsSpec>(
  argv: readonly string[],
  spec: T,
  besides: ArgsSpec = {},
): Given<T> {
  const all = { ...spec, ...besides };
  const parsed = parse(argv, all);
  rejectUnknown(Object.keys(parsed), all);
  rejectSurplus(parsed._, spec);
  const values = Object.entries<ArgSpec>(spec).map(([name, arg]) => {
    if (arg.multiple === true && arg.type === "positional")
      return [name, parsed._.slice(positionals(spec).indexOf(name))];
    const value: unknown = arg.multiple === true ? everyValue(argv, name) : parsed[name];
    const empty = value === "" || (Array.isArray(value) && value.includes(""));
    if (arg.type === "string" && empty)
      throw new OpsError("usage", `Cannot use --${name}: it needs a value`);
    return [name, value];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was read by its spec
  return Object.fromEntries(values) as Given<T>;
}

/** The names by which a flag may be called. */
function spellings(spec: ArgsSpec): string[] {
  return Object.entries(spec).flatMap(([name, arg]) =>
    arg.type === "positional" ? [] : [name, camel(name), ...aliases(arg)],
  );
}

type Parsed = ReturnType<typeof parseArgs>;

function parse(argv: readonly string[], spec: ArgsSpec): Parsed {
  try {
    return parseArgs([...argv], spec as ArgsDef);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CLIError") throw error;
    const [, missing] = /positional argument: (\S+)/.exec(error.message) ?? [];
    throw new OpsError(
      "usage",
      missing
        ? `Cannot run this command: ${missing} is missing`
        : stripVTControlCharacters(error.message),
      { hint: "Add --help to see what it takes" },
    );
  }
}

function rejectUnknown(given: readonly string[], spec: ArgsSpec): void {
  const known = spellings(spec);
  const positional = positionals(spec);
  const stray = given.find(
    (name) => name !== "_" && !known.includes(name) && !positional.includes(name),
  );
  if (stray === undefined) return;
  const flag = stray.length === 1 ? `-${stray}` : `--${stray}`;
  throw new OpsError("usage", `Cannot use ${flag}: this command has no such flag`, {
    hint: didYouMean(
      flag,
      known.filter((name) => name.length > 1).map((name) => `--${name}`),
      "Add --help to see its flags",
    ),
  });
}

function rejectSurplus(given: readonly string[], spec: ArgsSpec): void {
  const takes = positionals(spec);
  if (given.length <= takes.length || takes.some((name) => spec[name]?.multiple === true)) return;
  throw new OpsError(
    "usage",
    `Cannot use ${given.length} arguments: this command takes ${takes.length}`,
    {
      hint: "Add --help to see what it takes; quote a value that has spaces",
    },
  );
}

/** citty keeps only the last value of a flag that is given twice. */
function everyValue(argv: readonly string[], name: string): string[] {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).flatMap((arg, index) => {
    if (arg === `--${name}`) return [argv[index + 1] ?? ""];
    return arg.startsWith(`--${name}=`) ? [arg.slice(name.length + 3)] : [];
  });
}

const positionals = (spec: ArgsSpec): string[] =>
  Object.keys(spec).filter((name) => spec[name]?.type === "positional");

const aliases = (arg: ArgSpec): readonly string[] =>
  "alias" in arg && arg.alias !== undefined ? [arg.alias].flat() : [];

const camel = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
