import type { Finding } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { messageOf } from "./rule.ts";
import { ruleOf } from "./rules.ts";

/** What stands in a fingerprint where no declared event is meant: `privacy-rules.md` 9. */
const NO_EVENT = "?";

/** A finding of the rule with this id at a place that is no event's: a file as a whole, or a line of the config. */
export function findingAt(
  id: string,
  { path, line, pointer }: Pick<Finding, "path" | "line" | "pointer">,
): Finding {
  const rule = ruleOf(id);
  return {
    rule: id,
    severity: rule.severity,
    path,
    line,
    event: null,
    pointer,
    count: 1,
    fingerprint: fingerprintOf(id, pointer, NO_EVENT),
    message: messageOf(rule),
  };
}
