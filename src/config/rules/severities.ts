import { isProof } from "../../privacy/rule.ts";
import { fullId, ruleIds, shortName } from "../../privacy/rule-ids.ts";
import { nearest } from "../nearest.ts";
import type { Path } from "../problem.ts";
import { misfit, type Rule, unknownName } from "../rule.ts";
import { gradings } from "../schema/policy.ts";
import { tableOf } from "../tree.ts";

/** A severity is given to a rule that there is, once, and what is proof is never less than an error. */
export const severities: Rule = (document) => {
  const said = gradings.safeParse(tableOf(document["privacy"])["severity"] ?? {}).data ?? [];
  const graded = new Set<string>();
  return said.flatMap(({ path: own, name, grade }) => {
    const path: Path = ["privacy", "severity", ...own];
    const id = fullId(name);
    if (id === undefined) return [unknownName(path, "Expected a privacy rule", meant(name))];
    if (graded.has(id)) return [misfit(path, `"${id}" has a severity already`, "Keep one of them")];
    graded.add(id);
    if (!isProof(id) || grade === "error") return [];
    const hint = "Remove the line, and mend what the rule finds";
    return [misfit(path, `"${id}" is the proof itself and cannot be lowered`, hint)];
  });
};

function meant(name: string): string {
  const near = nearest(name, [...ruleIds, ...ruleIds.map(shortName)]);
  return near === undefined ? "docs/rules.md names them all" : `Did you mean "${near}"?`;
}
