import type { Diagnostic } from "../errors.ts";
import type { Declaration } from "../experiment/declaration.ts";

/** Warns of the flags, among those asked for, that are about a group type without a name. */
export function namelessGroupTypes(
  declared: readonly Declaration[],
  asked: readonly string[],
  names: readonly string[],
): readonly Diagnostic[] {
  return declared.flatMap(({ key, aggregation: index }) =>
    index === undefined || index in names || !asked.includes(key)
      ? []
      : [namelessGroupType(key, index)],
  );
}

/** Without its name nobody can be said to be in a group, and the flag stays inconclusive. */
export function namelessGroupType(key: string, index: number): Diagnostic {
  return {
    rule: "evaluation.nameless-group-type",
    severity: "warning",
    message: `The flag "${key}" is about group type ${index}, whose name is not known`,
    hint: 'Name the types in the order of PostHog\'s indexes: group_types = ["company"] under [posthog]',
  };
}
