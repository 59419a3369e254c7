import { eventRules } from "./event/rules.ts";
import { releaseRules } from "./release/rules.ts";
import type { Rule } from "./rule.ts";
import { runRules } from "./run/rules.ts";
import { textRules } from "./text/rules.ts";

const rules: ReadonlyMap<string, Rule> = new Map(
  [...textRules, ...eventRules, ...releaseRules, ...runRules].map((rule) => [rule.id, rule]),
);

/** The rule with this id, unless a proof finds it. An id that is no rule's is a bug. */
export function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`No rule is called ${id}`);
  return rule;
}
