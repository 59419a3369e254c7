import type { MetricDeclaration } from "../../experiment/declaration.ts";
import type { Path, Problem } from "../problem.ts";
import { misfit, missingKey } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { targetsOf } from "../targets.ts";
import { listOf, tableOf } from "../tree.ts";
import type { Table } from "../tree.ts";

/** The keys that name a metric's events by its type; where there are several ways, one is taken. */
const WAYS: Readonly<Record<MetricDeclaration["type"], readonly (readonly string[])[]>> = {
  mean: [["event"]],
  funnel: [["steps"], ["event"]],
  ratio: [["numerator", "denominator"]],
  retention: [["start", "return"], ["event"]],
};

/** Every key of a metric that names events. */
export const EVENT_KEYS: readonly string[] = [...new Set(Object.values(WAYS).flat(2))];

/** A metric names the events that its type asks for, and no others. */
export const metricEvents: Rule = (document) =>
  targetsOf(document).flatMap(({ path, said }) =>
    listOf(said["metrics"]).flatMap((metric, index) =>
      problemsOf([...path, "metrics", index], tableOf(metric)),
    ),
  );

function problemsOf(path: Path, metric: Table): Problem[] {
  const { type = "mean" } = metric;
  if (!isType(type)) return [];
  const ways = WAYS[type];
  const used = EVENT_KEYS.filter((key) => metric[key] !== undefined);
  const way = ways.find((keys) => keys.some((key) => used.includes(key))) ?? ways[0] ?? [];
  const hint = `A ${type} metric takes ${ways.map((keys) => keys.join(" and ")).join(", or ")}`;
  return [
    ...way.filter((key) => !used.includes(key)).map((key) => missingKey(path, key, hint)),
    ...used
      .filter((key) => !way.includes(key))
      .map((key): Problem => ({
        ...misfit([...path, key], `Expected no "${key}" here`, hint),
        end: "key",
      })),
  ];
}

function isType(type: unknown): type is MetricDeclaration["type"] {
  return typeof type === "string" && Object.hasOwn(WAYS, type);
}
