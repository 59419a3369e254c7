import { cohortFilter } from "./cohort.ts";
import { dependencyFilter } from "./dependency.ts";
import type { FlagProperty } from "./flag.ts";
import { unknown } from "./match.ts";
import { propertyFilter } from "./property.ts";
import { isRecord } from "./record.ts";
import type { Judged, Scope } from "./scope.ts";

/** Compiles one condition: on a property, on a cohort, or on another flag. */
export function compileFilter(property: unknown, scope: Scope): Judged {
  if (!isProperty(property)) return MALFORMED;
  if (property.type === "cohort") return cohortFilter(property, scope);
  if (property.type === "flag") return dependencyFilter(property, scope);
  return propertyFilter(property, scope);
}

/** Anything with named parts can be read as a condition; what it lacks makes it undecidable. */
function isProperty(value: unknown): value is FlagProperty {
  return isRecord(value);
}

const MALFORMED_FILTER = unknown("unsupported_definition", [], { serverOnly: true });
const MALFORMED: Judged = { judge: () => MALFORMED_FILTER, lacks: [] };
