import { messageOf } from "../../privacy/rule.ts";
import { capacityOf } from "../../privacy/release/capacity.ts";
import { capacity as rule } from "../../privacy/release/rules/capacity.ts";
import type { Judge } from "../judgement.ts";

/** Signals that could together say more than the config's budget (`privacy-rules.md` 6.4). */
export const capacity: Judge = ({ metrics, privacy }) => {
  const { maxCapacityBits: budget } = privacy;
  const { bits } = capacityOf(metrics);
  if (budget === undefined || !rule.finds({ bits, budget })) return [];
  const said = bits === null ? "no bound" : `${bits} bits`;
  const message = `${messageOf(rule)} (${said}, ${budget} allowed)`;
  const path = ["privacy", "max_capacity_bits"];
  return [{ rule: rule.id, severity: rule.severity, path, message }];
};
