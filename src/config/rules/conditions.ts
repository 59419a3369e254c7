import { DEFAULT_OPERATORS, OPERATORS } from "../operators.ts";
import type { Path, Problem } from "../problem.ts";
import { misfit, missingKey } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { isTable } from "../tree.ts";
import { matchesOf } from "./matches.ts";
import { operandProblems } from "./operands.ts";

/** Type, operator and value of a condition go together; PostHog refuses it otherwise. */
export const conditions: Rule = (document) =>
  matchesOf(document).flatMap(({ path, said }) => conditionProblems(path, said));

/** What does not go together in one condition; anything but a table is the schema's to report. */
export function conditionProblems(path: Path, condition: unknown): Problem[] {
  if (!isTable(condition)) return [];
  const { type = "person", property, value } = condition;
  if (!isType(type)) return [];
  const operator = condition["operator"] ?? DEFAULT_OPERATORS[type];
  if (typeof operator !== "string" || !Object.hasOwn(OPERATORS, operator)) return [];
  const asked = OPERATORS[operator] ?? "any";
  const problems = operatorProblems([...path, "operator"], type, operator);
  if (property === undefined && type !== "cohort") {
    problems.push(missingKey(path, "property", "Name the property to compare"));
  }
  if (type === "group" && condition["group_type"] === undefined) {
    problems.push(missingKey(path, "group_type", "Write the group type's index in PostHog"));
  }
  if (value === undefined && asked !== "none") {
    problems.push(missingKey(path, "value", `Write what "${operator}" compares with`));
  }
  return [
    ...problems,
    ...valueProblems([...path, "value"], asked, value),
    ...operandProblems([...path, "value"], { type, operator, value }),
  ];
}

/** `cross_field.flag_property_requires_flag_evaluates_to`, `cross_field.in_not_in_requires_cohort`. */
function operatorProblems(path: Path, type: string, operator: string): Problem[] {
  const owner = OWNERS[operator];
  if (owner !== undefined && owner !== type) {
    return [
      misfit(path, `Expected the type "${owner}" beside this operator`, `Add type = "${owner}"`),
    ];
  }
  if (owner === undefined && (type === "flag" || type === "cohort")) {
    const fit = Object.keys(OWNERS).filter((each) => OWNERS[each] === type);
    const hint = `Write ${fit.map((each) => `"${each}"`).join(" or ")}`;
    return [misfit(path, `Expected an operator of the type "${type}"`, hint)];
  }
  return [];
}

/** Operators that only one type has. */
const OWNERS: Readonly<Record<string, string>> = {
  in: "cohort",
  not_in: "cohort",
  flag_evaluates_to: "flag",
};

/** `cross_field.operator_requires_list_value`, `cross_field.operator_requires_string_value`. */
function valueProblems(
  path: Path,
  asked: "any" | "none" | "text" | "list",
  value: unknown,
): Problem[] {
  if (asked === "list" && value !== undefined && !Array.isArray(value)) {
    return [misfit(path, "Expected a list beside this operator", "Put the values in brackets")];
  }
  if (asked === "text" && (Array.isArray(value) || typeof value === "boolean")) {
    return [misfit(path, "Expected text beside this operator", "Write one value in quotes")];
  }
  return [];
}

function isType(type: unknown): type is keyof typeof DEFAULT_OPERATORS {
  return typeof type === "string" && Object.hasOwn(DEFAULT_OPERATORS, type);
}
