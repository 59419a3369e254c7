import type { z } from "zod/mini";
import { closestBranch, typesOf } from "./branch.ts";
import { nearest, suggest } from "./nearest.ts";
import { within } from "./problem.ts";
import type { Path, Problem } from "./problem.ts";
import { missingKey } from "./rule.ts";
import { HINTS } from "./schema/hints.ts";
import { valueAt } from "./tree.ts";
import { HOW, NAMES, nameOf, wordsFor } from "./wording.ts";

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
  return known.length > 1 ? "Choose one of these" : `Write ${known.join("")}`;
}

function wrongBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  document: unknown,
): Problem[] {
  const value = valueAt(document, path);
  if (value === undefined) return [missing(path)];
  const meant = closestBranch(issue, value);
  if (meant !== undefined) return meant.flatMap((each) => problemsFrom(each, path, document));
  return [
    {
      rule: "config.type",
      path,
      end: "value",
      message: `Expected ${typesOf(issue).join(" or ")}, found ${nameOf(value)}`,
      hint: "Write one of these",
    },
  ];
}

function wrongName(path: Path, issue: Issue | undefined): Problem {
  const message = issue?.message ?? "Expected another name";
  return {
    rule: "config.value",
    path,
    end: "key",
    message,
    hint: HINTS[message] ?? "Choose another name",
  };
}

function wrongValue(path: Path, issue: Issue): Problem {
  const [message, hint] = wordsFor(issue);
  return { rule: "config.value", path, end: "value", message, hint };
}
