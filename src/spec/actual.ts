import type { Outcome } from "../evaluation/outcome.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { asSet, isSame, toJson } from "../experiment/json.ts";
import type { Said } from "./result.ts";
import type { Expectation } from "./spec.ts";

/** What a flag turned out to be, by the names of `expect`. */
export function ofFlag(outcome: Outcome, declaration: Declaration): Said {
  const { value, payload, group } = outcome;
  return {
    value,
    variant: typeof value === "string" ? value : null,
    enabled: isEnabled(value, declaration),
    payload: toJson(payload),
    hasPayload: payload !== null,
    group,
    ...reasonOf(outcome),
  };
}

/** Whether a segment's conditions hold, by the names of `expect`. */
export function ofSegment(outcome: Outcome): Said {
  return {
    matches: typeof outcome.value === "boolean" ? outcome.value : null,
    ...reasonOf(outcome),
  };
}

/** What is asserted, without what is left out; `missing` says nothing by its order. */
export function toExpected({ missing, payload, ...rest }: Expectation): Said {
  const said = Object.entries({ ...rest, ...(missing && { missing: asSet(missing) }) });
  return {
    ...Object.fromEntries(
      said.filter(([, value]) => value !== undefined).map(([name, value]) => [name, toJson(value)]),
    ),
    ...(payload !== undefined && { payload: toJson(payload) }),
  };
}

/** The names of what is not as expected, in the order it was written. */
export function differences(expected: Said, actual: Said): string[] {
  return Object.keys(expected).filter((name) => !isSame(expected[name], actual[name]));
}

function reasonOf({ reason, cause, missing = [] }: Outcome): Said {
  return { reason, cause: cause ?? null, missing: asSet(missing) };
}

/** A gate is open for true and for the variants that mean "on"; unknown while the value is. */
function isEnabled(value: Outcome["value"], declaration: Declaration): boolean | null {
  if (typeof value !== "string" || declaration.kind === "flag")
    return typeof value === "string" ? true : value;
  return declaration.enabledVariants.includes(value);
}
