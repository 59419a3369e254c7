import type { Config } from "../config/config.ts";
import type { Finding } from "../privacy/finding.ts";
import type { ReportedFinding } from "../report/findings.ts";

/**
 * The line of the config that declares, or should declare, what a finding is about: the property,
 * else its event, else the table where it would stand. Code scanning shows only what lies in the
 * repository, and a log rarely does.
 */
export function declaredPlace(finding: Finding, config: Config): ReportedFinding["declared"] {
  const path = config.file;
  if (finding.path === path || finding.rule.startsWith("sup."))
    return { path: finding.path, line: finding.line ?? 1 };
  return { path, line: config.locate(keysOf(finding, config)).line };
}

function keysOf({ rule, pointer, name }: Finding, { catalogue, experiments }: Config): string[] {
  if (rule.startsWith("input.")) return ["log"];
  const [, feature] = /^properties\.\$feature\/(.+)$/.exec(pointer) ?? [];
  if (feature !== undefined && catalogue.flags.has(feature))
    return [experiments.some(({ key }) => key === feature) ? "experiments" : "flags", feature];
  const keys = pointer.split(".");
  const inside = keys[0] === "properties" ? keys.slice(1) : [];
  const [first = ""] = inside;
  const declared = name === undefined ? undefined : catalogue.events.get(name);
  if (declared?.has(first) !== true && catalogue.common.has(first)) return ["log", "common", first];
  return name === undefined ? ["events"] : ["events", name, ...inside];
}
