import type { Definitions } from "./flag.ts";
import { isRecord } from "./record.ts";

/**
 * Whether foreign data may be compiled as definitions. Only this much the evaluator needs: what
 * stands inside a flag's filters it reads as foreign data itself.
 */
export function isDefinitions(value: unknown): value is Definitions {
  return isRecord(value) && Array.isArray(value["flags"]) && value["flags"].every(isFlag);
}

function isFlag(value: unknown): boolean {
  return isRecord(value) && typeof value["key"] === "string" && isRecord(value["filters"]);
}
