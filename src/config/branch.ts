import type { z } from "zod/mini";
import { NAMES } from "./wording.ts";

type Issue = z.core.$ZodIssue;
type Union = z.core.$ZodIssueInvalidUnion;

/**
 * What is wrong with the branch of a union that was probably meant: its type fits, and it lacks or
 * refuses the fewest keys. Undefined when no branch has the right type.
 */
export function closestBranch(union: Union, value: unknown): readonly Issue[] | undefined {
  return union.errors
    .filter((issues) => issues.every((issue) => typeFits(issue, value)))
    .toSorted((left, right) => shapeFaults(left) - shapeFaults(right))[0];
}

/** The types that the branches of a union take, in words. */
export function typesOf(union: Union): readonly string[] {
  return [...new Set(union.errors.flatMap((issues) => issues.flatMap(wantedBy)))];
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

function wantedBy(issue: Issue): readonly string[] {
  if (issue.code === "invalid_type") return [NAMES[issue.expected] ?? "another value"];
  if (issue.code === "invalid_value") return ["text"];
  return issue.code === "invalid_union" ? typesOf(issue) : [];
}
