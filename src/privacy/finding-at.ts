import type { Finding } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { messageOf } from "./messages.ts";
import { severityOf } from "./severity.ts";

/** What stands in a fingerprint where no declared event is meant: `privacy-rules.md` 9. */
const NO_EVENT = "?";

/** A finding at a place that is no event's: a file as a whole, or a line of the config. */
export function findingAt(
  rule: string,
  { path, line, pointer }: Pick<Finding, "path" | "line" | "pointer">,
): Finding {
  return {
    rule,
    severity: severityOf(rule),
    path,
    line,
    event: null,
    pointer,
    count: 1,
    fingerprint: fingerprintOf(rule, pointer, NO_EVENT),
    message: messageOf(rule),
  };
}
