import type { Config } from "../../config/config.ts";
import { compile, type CompiledFlags } from "../../evaluation/compile.ts";
import type { Definitions } from "../../evaluation/flag.ts";
import { regex } from "../../evaluation/operators/regex.ts";
import type { Outcome } from "../../evaluation/outcome.ts";
import type { Person } from "../../evaluation/person.ts";
import { type Diagnostic, OpsError } from "../../errors.ts";
import { toDefinitions } from "../../experiment/definitions.ts";
import type { Declaration } from "../../experiment/declaration.ts";
import { localDefault } from "../../experiment/local-default.ts";
import { type EvaluatedFlag, reportEvaluation } from "../../report/evaluation.ts";
import type { Report } from "../../report/report.ts";
import type { Given } from "../arguments.ts";
import type { Bulk } from "../bulk.ts";
import { type Command, command } from "../command.ts";
import { readDefinitions } from "../definitions-file.ts";
import { namelessGroupTypes } from "../group-types.ts";
import { didYouMean } from "../nearest.ts";
import { parseNow, parsePerson, personArgs } from "../person.ts";
import type { Session } from "../session.ts";

const args = {
  key: {
    type: "positional",
    multiple: true,
    required: false,
    description: "Flags and experiments; none: all of them",
  },
  ...personArgs,
  id: { ...personArgs.id, required: false },
  users: {
    type: "string",
    description: "People instead of one: JSONL or CSV, gz and zst too; - is standard input",
    valueHint: "FILE",
  },
  out: { type: "string", description: "Write the rows of --users there", valueHint: "FILE" },
  definitions: {
    type: "string",
    description: "PostHog's local-evaluation payload, instead of the config",
    valueHint: "FILE",
  },
  effective: {
    type: "boolean",
    description: "What an application would answer on this machine: platform, override, cache",
    default: false,
  },
  explain: { type: "boolean", description: "Say how each value comes about", default: false },
  sql: {
    type: "string",
    description: "Print the flag as an SQL expression over the columns of PostHog's events",
    valueHint: "clickhouse|duckdb",
  },
} as const;

/** `eval`: what flags are for one person, or for many, as the config would have them live. */
export const evalCommand: Command = command({
  args,
  examples: [
    "eval checkout-copy --id user-42",
    "eval checkout-copy --id user-42 --prop plan=pro --prop seats:=12 --explain",
    'eval --id user-42 --group company=acme --group-props \'{"company": {"tier": "gold"}}\' --json',
    "eval checkout-copy --id user-42 --effective",
    "eval --id user-42 --definitions local-evaluation.json",
    "eval checkout-copy --users users.csv.gz --out assignments.jsonl",
    "eval checkout-copy --sql clickhouse",
  ],
  run: async (given, session) => {
    if (given.sql !== undefined) return writeSql(given.sql, given, session);
    const whom = parseWhom(given, session.now);
    const book = await open(given, session);
    const keys = chooseKeys(given.key, book, session);
    for (const warning of book.warnings(keys)) session.warn(warning);
    if ("users" in whom) {
      const { evaluateUsers } = await import("../bulk.ts");
      const evaluate: Bulk["evaluate"] = (key, person) => book.evaluate(key, person, false);
      return evaluateUsers({ ...whom, keys, evaluate }, session);
    }
    const flags = keys.map((key) => book.evaluate(key, whom.person, given.explain));
    return reportEvaluation({ id: whom.person.distinctId, flags });
  },
});

/** One person, or a file of them and the moment they are all evaluated at. */
type Whom = { readonly person: Person } | Pick<Bulk, "users" | "out" | "now">;

/** What is said of one person, and of one answer, has no place beside many. */
const OF_ONE = ["id", "prop", "props", "group", "group-props", "explain", "effective"] as const;

function parseWhom(given: Given<typeof args>, clock: () => number): Whom {
  const { id, users, out } = given;
  if (users !== undefined) {
    const stray = OF_ONE.find((name) => isGiven(given[name]));
    if (stray === undefined) return { users, out, now: parseNow(given.now, clock) };
    throw new OpsError("usage", `Cannot use --${stray} with --users`, {
      hint: "Each row says its own id, props, groups and groupProps",
    });
  }
  if (out !== undefined)
    throw new OpsError("usage", "Cannot use --out without --users", {
      hint: "It takes the rows of --users; one person is told on standard output",
    });
  if (id === undefined)
    throw new OpsError("usage", "Cannot run this command: --id is missing", {
      hint: "Give --id ID, or --users FILE for many",
    });
  return { person: parsePerson({ ...given, id }, clock) };
}

async function writeSql(
  dialect: string,
  given: Given<typeof args>,
  session: Session,
): Promise<Report> {
  const stray = [...OF_ONE, "users", "out", "now"] as const;
  const [first] = stray.filter((name) => isGiven(given[name]));
  if (first !== undefined)
    throw new OpsError("usage", `Cannot use --${first} with --sql`, {
      hint: "The expression is about every row of a table",
    });
  const { assignmentSql } = await import("../assignment-sql.ts");
  return assignmentSql(given.key, dialect, await open(given, session));
}

function isGiven(value: string | boolean | readonly string[] | undefined): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** The keys that were asked for, each once, or all. Warns of those that no flag has. */
function chooseKeys(asked: readonly string[], book: Book, session: Session): readonly string[] {
  const keys = asked.length > 0 ? [...new Set(asked)] : book.keys;
  for (const key of keys.filter((wanted) => !book.keys.includes(wanted)))
    session.warn({
      rule: "eval.flag-not-found",
      severity: "warning",
      message: `No flag has the key "${key}"`,
      hint: didYouMean(key, book.keys, "Declare it, or check the spelling"),
    });
  return keys;
}

/** Flags to ask about one person, whatever they come from. */
interface Book {
  readonly keys: readonly string[];
  readonly definitions: Definitions;
  /** Of flags that no definition decides, such as a local toggle. */
  readonly local: ReadonlyMap<string, Outcome>;
  /** Why some of these keys cannot be told of anybody. */
  readonly warnings: (keys: readonly string[]) => readonly Diagnostic[];
  readonly evaluate: (key: string, person: Person, explained: boolean) => EvaluatedFlag;
}

async function open(
  {
    definitions,
    effective,
  }: { readonly definitions: string | undefined; readonly effective: boolean },
  session: Session,
): Promise<Book> {
  if (definitions === undefined) {
    const config = await session.config();
    const book = await ofConfig(config);
    if (!effective) return book;
    const { effectiveFlags } = await import("../effective.ts");
    return { ...book, warnings: () => [], evaluate: await effectiveFlags(config, session) };
  }
  if (effective)
    throw new OpsError("usage", "Cannot use --effective with --definitions", {
      hint: "--effective asks the cache and the config",
    });
  const read = await readDefinitions(definitions, session.host);
  const { compileFlags } = await import("../../evaluation/compile-flags.ts");
  const flags = compileFlags(read);
  return {
    keys: flags.keys,
    definitions: read,
    local: new Map(),
    warnings: () => [],
    evaluate: ask(flags, "definitions"),
  };
}

/** A flag as the config would have it live; one that is never remote is its local default. */
async function ofConfig({ flags, experiments, posthog }: Config): Promise<Book> {
  const declared = [...flags, ...experiments];
  const definitions = toDefinitions(declared, posthog.groupTypes);
  const asked = ask(await compileDeclared(declared, definitions), "config");
  const local = new Map(
    declared.flatMap((each) => {
      const outcome = localDefault(each);
      return outcome === undefined ? [] : [[each.key, outcome] as const];
    }),
  );
  return {
    keys: declared.map(({ key }) => key),
    definitions,
    local,
    warnings: (keys) => namelessGroupTypes(declared, keys, posthog.groupTypes),
    evaluate: (key, person, explained) => {
      const outcome = local.get(key);
      return outcome === undefined
        ? asked(key, person, explained)
        : { key, outcome, source: "default" };
    },
  };
}

/** The engine for patterns takes long to load: it comes only where there is one. */
async function compileDeclared(
  declared: readonly Declaration[],
  definitions: Definitions,
): Promise<CompiledFlags> {
  const asksPattern = declared.some(({ groups }) =>
    groups.some(({ match }) => match.some(({ operator }) => Object.hasOwn(regex, operator ?? ""))),
  );
  if (!asksPattern) return compile(definitions);
  const { compileFlags } = await import("../../evaluation/compile-flags.ts");
  return compileFlags(definitions);
}

function ask(flags: CompiledFlags, source: EvaluatedFlag["source"]): Book["evaluate"] {
  return (key, person, explained) => {
    const outcome = flags.evaluate(key, person);
    if (!explained) return { key, outcome, source };
    return { key, outcome, source, explanation: flags.explain(key, person) };
  };
}
