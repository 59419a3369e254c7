import { asksProperty } from "../../condition.ts";
import { type Divergences, warning } from "./divergence.ts";

/** Operators that posthog-node does not have (`posthog-api.md` 5.4). */
export const serverOnly: Divergences = (condition) => {
  const instead = INSTEAD[condition.operator];
  if (!asksProperty(condition) || instead === undefined) return [];
  const why = "Only the server knows this operator, and locally the condition is undecided";
  return [warning("divergence.server-only-operator", why, instead)];
};

const INSTEAD: Readonly<Record<string, string>> = {
  is_date_exact: 'write "is_date_after" and "is_date_before" around the day',
  icontains_multi: 'write one group with "icontains" for each text',
  not_icontains_multi: 'write one condition "not_icontains" for each text',
  between: 'write two conditions, "gte" and "lte"',
  not_between: 'write two groups, one with "lt" and one with "gt"',
};
