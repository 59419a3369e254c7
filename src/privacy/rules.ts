import { eventRules } from "./event/rules.ts";
import { releaseRules } from "./release/rules.ts";
import type { Rule } from "./rule.ts";
import { runRules } from "./run/rules.ts";
import { textRules } from "./text/rules.ts";

const rules: ReadonlyMap<string, Rule> = new Map(
  [...textRules, ...eventRules, ...releaseRules, ...runRules].map((rule) => [rule.id, rule]),
);

/** What a proof finds: its rules stand in `replay/proof`, and are only named here. */
export type FlowId = (typeof flowIds)[number];
const flowIds = [
  "flow.interference",
  "flow.canary-leak",
  "flow.length-channel",
  "flow.order-dependence",
  "flow.time-dependence",
  "flow.nondeterminism",
] as const;

/** Every rule's full id. */
export const ruleIds: readonly string[] = [...rules.keys(), ...flowIds];

/** The rule with this id, unless a proof finds it. An id that is no rule's is a bug. */
export function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`No rule is called ${id}`);
  return rule;
}

/** The full id for an id or a short name, which is unique: `uuid` means `id.uuid`. */
export function fullId(name: string): string | undefined {
  return ruleIds.find((id) => id === name || shortName(id) === name);
}

/** An id without its family. */
export function shortName(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}
