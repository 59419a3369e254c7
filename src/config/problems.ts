import type { z } from "zod";
import { nearest, suggest } from "./nearest.ts";
import { within } from "./problem.ts";
import type { Path, Problem } from "./problem.ts";
import { missingKey } from "./rule.ts";
import { HINTS } from "./schema/hints.ts";
import { isTable, valueAt } from "./tree.ts";

type Issue = z.core.$ZodIssue;

/** What the schema found wrong with the document, in words. */
export function problemsOf(issues: readonly Issue[], document: unknown): Problem[] {
  return issues.flatMap((issue) => problemsFrom(issue, [], document));
}

/** `base` is the place of the union whose branch the issue comes from. */
function problemsFrom(issue: Issue, base: Path, document: unknown): Problem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? "" : part))];
  const value = valueAt(document, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(" ")));
    case "invalid_type":
      return [value === undefined ? missing(path) : wrongType(path, issue, value)];
    case "invalid_value":
      return [wrongMember(path, issue.values, value)];
    case "invalid_union":
      return wrongBranch(issue, path, document);
    case "invalid_key":
      return [wrongName(path, issue.issues[0])];
    case "invalid_element":
    case "invalid_format":
    case "not_multiple_of":
    case "too_big":
    case "too_small":
    case "custom":
      return [wrongValue(path, issue)];
  }
}

function unknownKey(path: Path, known: readonly string[]): Problem {
  const key = String(path.at(-1));
  return {
    rule: "config.unknown-key",
    path,
    end: "key",
    message: `Unknown key "${key}"${within(path)}`,
    hint: suggest(key, known),
  };
}

function missing(path: Path): Problem {
  const key = String(path.at(-1));
  return missingKey(path.slice(0, -1), key, `Add "${key}" to this table`);
}

function wrongType(
  path: Path,
  { expected, message }: z.core.$ZodIssueInvalidType,
  value: unknown,
): Problem {
  const known = HINTS[message];
  const wanted = known === undefined ? `Expected ${NAMES[expected] ?? "another value"}` : message;
  return {
    rule: "config.type",
    path,
    end: "value",
    message: `${wanted}, found ${nameOf(value)}`,
    hint: known ?? HOW[expected] ?? "Change the value",
  };
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a table",
  record: "a table",
};

/** How a value of the type is written. */
const HOW: Readonly<Record<string, string>> = {
  string: "Write it in quotes",
  number: "Write it without quotes",
  int: "Write it without quotes and without a fraction",
  boolean: "Write true or false without quotes",
  array: "Put the values in brackets",
  tuple: "Put the values in brackets",
  object: "Write a table, such as { key = value }",
  record: "Write a table, such as { key = value }",
};

function nameOf(value: unknown): string {
  if (value instanceof Date) return "a date";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isFinite(value)) return "no finite number";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return isTable(value) ? "a table" : (NAMES[typeof value] ?? "another value");
}

function wrongMember(path: Path, values: readonly unknown[], value: unknown): Problem {
  if (value === undefined) return missing(path);
  const sameType = values.some((each) => typeof each === typeof value);
  const known = values.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
  return {
    rule: sameType ? "config.value" : "config.type",
    path,
    end: "value",
    message: `Expected ${values.length > 1 ? "one of " : ""}${values.map((each) => JSON.stringify(each)).join(", ")}`,
    hint: hintFor(value, known),
  };
}

function hintFor(value: unknown, known: readonly string[]): string {
  const near = typeof value === "string" ? nearest(value, known) : undefined;
  if (near !== undefined) return `Did you mean "${near}"?`;
  return known.length > 1 ? "Choose one of these" : "Write it just so";
}

/**
 * The branch that was probably meant: its type fits, and it lacks or refuses the fewest keys.
 * Where no branch has the right type, any would do, and all are named.
 */
function wrongBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  document: unknown,
): Problem[] {
  const value = valueAt(document, path);
  if (value === undefined) return [missing(path)];
  const branches = issue.errors.filter((errors) => errors.every((each) => typeFits(each, value)));
  const [best] = branches.toSorted((left, right) => shapeFaults(left) - shapeFaults(right));
  if (best !== undefined) return best.flatMap((each) => problemsFrom(each, path, document));
  const wanted = [...new Set(issue.errors.flatMap((errors) => errors.flatMap(wantedBy)))];
  return [
    {
      rule: "config.type",
      path,
      end: "value",
      message: `Expected ${wanted.join(" or ")}, found ${nameOf(value)}`,
    },
  ];
}

function typeFits(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return true;
  if (issue.code === "invalid_type") return false;
  if (issue.code === "invalid_union") {
    return issue.errors.some((errors) => errors.every((each) => typeFits(each, value)));
  }
  return (
    issue.code !== "invalid_value" || issue.values.some((each) => typeof each === typeof value)
  );
}

function shapeFaults(errors: readonly Issue[]): number {
  return errors.reduce((sum, each) => sum + faultsOf(each), 0);
}

function faultsOf(issue: Issue): number {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) return issue.keys.length;
  return issue.code === "invalid_type" && issue.path.length === 1 ? 1 : 0;
}

function wantedBy(issue: Issue): string[] {
  if (issue.code === "invalid_type") return [NAMES[issue.expected] ?? "another value"];
  if (issue.code === "invalid_value") return ["text"];
  return issue.code === "invalid_union"
    ? issue.errors.flatMap((errors) => errors.flatMap(wantedBy))
    : [];
}

function wrongName(path: Path, issue: Issue | undefined): Problem {
  const message = issue?.code === "too_small" ? "Expected a name" : (issue?.message ?? "");
  return {
    rule: "config.value",
    path,
    end: "key",
    message,
    hint: "Change the name before the dot or in the brackets",
  };
}

function wrongValue(path: Path, issue: Issue): Problem {
  const [message, hint] = wordsFor(issue);
  return { rule: "config.value", path, end: "value", message, hint };
}

function wordsFor(issue: Issue): readonly [message: string, hint: string] {
  if (issue.code === "too_small") {
    const { origin, minimum } = issue;
    return [`Expected at least ${amount(origin, minimum)}`, "Write more"];
  }
  if (issue.code === "too_big") {
    const { origin, maximum } = issue;
    return [`Expected at most ${amount(origin, maximum)}`, "Write less"];
  }
  return [issue.message, HINTS[issue.message] ?? "Change the value"];
}

function amount(origin: string, bound: number | bigint): string {
  if (origin === "string") return bound === 1 ? "one character" : `${bound} characters`;
  if (origin !== "array") return `${bound}`;
  return bound === 1 ? "one entry" : `${bound} entries`;
}
