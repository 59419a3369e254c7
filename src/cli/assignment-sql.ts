import { OpsError } from "../errors.ts";
import type { Definitions } from "../evaluation/flag.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import { reportAssignment } from "../report/assignment.ts";
import type { Report } from "../report/report.ts";
import { assignment } from "../warehouse/assignment/assignment.ts";
import type { Dialect } from "../warehouse/dialect.ts";
import { dialects } from "../warehouse/dialects.ts";
import { didYouMean } from "./nearest.ts";

/** Flags to be written, whatever they come from. */
interface Flags {
  readonly keys: readonly string[];
  readonly definitions: Definitions;
  /** Of flags that no definition decides, such as a local toggle. */
  readonly local: ReadonlyMap<string, Outcome>;
}

/** One flag as SQL. Throws `usage` for one that SQL cannot say, naming every reason. */
export function assignmentSql(asked: readonly string[], name: string, flags: Flags): Report {
  const dialect = parseDialect(name);
  const [key, ...others] = asked;
  if (key === undefined || others.length > 0)
    throw new OpsError("usage", "Cannot write SQL: --sql takes one flag or experiment", {
      hint: "Name one, such as eval checkout-copy --sql clickhouse",
    });
  if (!flags.keys.includes(key))
    throw new OpsError("usage", `Cannot write "${key}" as SQL: no flag has that key`, {
      hint: didYouMean(key, flags.keys, "Declare it, or check the spelling"),
    });
  return reportAssignment({ key, dialect: name, sql: write(key, dialect, flags) });
}

function parseDialect(name: string): Dialect {
  const dialect = dialects.get(name);
  if (dialect !== undefined) return dialect;
  const known = [...dialects.keys()];
  throw new OpsError("usage", `Cannot write SQL for "${name}"`, {
    hint: didYouMean(name, known, `Known dialects: ${known.join(", ")}`),
  });
}

function write(key: string, dialect: Dialect, { definitions, local }: Flags): string {
  const known = local.get(key);
  if (known !== undefined) return dialect.text(String(known.value));
  const written = assignment(key, definitions, dialect);
  if ("sql" in written) return written.sql;
  throw new OpsError("usage", `Cannot write "${key}" as SQL: ${written.refusals.join("; ")}`, {
    hint: "Evaluate the people themselves with --users",
  });
}
