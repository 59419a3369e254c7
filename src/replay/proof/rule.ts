import type { Body } from "../../metrics/path.ts";
import type { Examples, Rule } from "../../privacy/rule.ts";
import type { FlowId } from "../../privacy/rule-ids.ts";

/** A rule about what reaches the sealed bytes, and every other place to which a value could go. */
export interface FlowRule extends Rule {
  readonly id: FlowId;
}

/** What counters would seal of an event besides what they may; asked anew for each run. */
export type Besides = () => (body: Body) => string | undefined;

/** Found in the sealed bytes. Its examples are counters that seal more than they may. */
export interface SealedRule extends FlowRule {
  readonly examples: Examples<Besides>;
}

/** Found in any other output. Its examples are what a program says of the text of its log. */
export interface SinkRule extends FlowRule {
  readonly examples: Examples<(log: string) => string>;
}
