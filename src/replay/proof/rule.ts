import type { Rule } from "../../privacy/rule.ts";
import type { FlowId } from "../../privacy/rules.ts";

/** A rule about what reaches the sealed bytes, and every other place to which a value could go. */
export interface FlowRule extends Rule {
  readonly id: FlowId;
}
