import type { Rule } from "../../privacy/rule.ts";
import { ruleOf as ruleOfPrivacy } from "../../privacy/rules.ts";
import type { FlowRule, SealedRule, SinkRule } from "./rule.ts";
import { canaryLeak } from "./rules/canary-leak.ts";
import { interference } from "./rules/interference.ts";
import { lengthChannel } from "./rules/length-channel.ts";
import { nondeterminism } from "./rules/nondeterminism.ts";
import { orderDependence } from "./rules/order-dependence.ts";
import { timeDependence } from "./rules/time-dependence.ts";

/** What is found in the sealed bytes. */
export const sealedRules: readonly SealedRule[] = [
  interference,
  lengthChannel,
  orderDependence,
  timeDependence,
  nondeterminism,
];

/** What is found wherever else a value could go. */
export const sinkRules: readonly SinkRule[] = [canaryLeak];

/** Every rule about flow (`privacy-rules.md` 6). */
export const flowRules: readonly FlowRule[] = [...sealedRules, ...sinkRules];

/** A rule that a proof can break: one of its own, or of consent. */
export function ruleOf(id: string): Rule {
  return flowRules.find((rule) => rule.id === id) ?? ruleOfPrivacy(id);
}
