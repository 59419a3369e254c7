import { suggest } from "../nearest.ts";
import type { Path, Problem } from "../problem.ts";
import { unknownName } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { type Target, targetsOf, variantKeysOf } from "../targets.ts";
import { type Match, matchesOf } from "./matches.ts";

/** Conditions on other flags: the flag exists, has the variant, and does not lead back. */
export const flagReferences: Rule = (document) => {
  const targets = new Map(targetsOf(document).map((target) => [target.key, target]));
  const references = matchesOf(document).flatMap(referenceOf);
  return [
    ...references.flatMap((reference) => problemsOf(reference, targets)),
    ...circles(references, [...targets.keys()]),
  ];
};

/** A condition on another flag. */
interface Reference {
  readonly from: string;
  readonly to: string;
  readonly path: Path;
  readonly value: unknown;
}

function referenceOf({ target, path, said: { type, property, value } }: Match): Reference[] {
  if (type !== "flag" || typeof property !== "string") return [];
  return [{ from: target.key, to: property, path, value }];
}

function problemsOf(
  { to, path, value }: Reference,
  targets: ReadonlyMap<string, Target>,
): Problem[] {
  const target = targets.get(to);
  if (target === undefined) {
    const hint = suggest(to, [...targets.keys()]);
    return [unknownName([...path, "property"], "Expected the key of a declared flag", hint)];
  }
  if (target.said["remote"] === false) {
    const message = "Expected a flag that PostHog has, and this is a local toggle";
    return [unknownName([...path, "property"], message, "Remove the condition, or remote = false")];
  }
  const known = variantKeysOf(target);
  if (typeof value !== "string" || known === undefined || known.includes(value)) return [];
  if (value === `holdout-${String(target.said["holdout"])}`) return [];
  const hint = known.length > 0 ? suggest(value, known) : "The flag has no variants: write true";
  return [unknownName([...path, "value"], "Expected a variant of the other flag", hint)];
}

/** Each circle once, at the condition by which its first flag in the file enters it. */
function circles(references: readonly Reference[], keys: readonly string[]): Problem[] {
  const byFlag = new Map<string, Reference[]>();
  for (const reference of references) {
    byFlag.set(reference.from, [...(byFlag.get(reference.from) ?? []), reference]);
  }
  const passed = new Set<string>();
  return keys.flatMap((start) => {
    const circle = shortestCircle(start, byFlag, passed);
    passed.add(start);
    const [first] = circle;
    if (first === undefined) return [];
    const way = [start, ...circle.map(({ to }) => to)].join(" → ");
    return [
      unknownName(
        [...first.path, "property"],
        `Expected no circle, and this goes ${way}`,
        "Remove one of these conditions: a flag in a circle has no value",
      ),
    ];
  });
}

/** The references that lead from a flag back to it, by way of none of those passed; or none. */
function shortestCircle(
  start: string,
  references: ReadonlyMap<string, readonly Reference[]>,
  passed: ReadonlySet<string>,
): readonly Reference[] {
  const cameBy = new Map<string, Reference>();
  const waiting = [start];
  for (const at of waiting) {
    for (const next of references.get(at) ?? []) {
      if (next.to === start) return [...wayTo(at, cameBy), next];
      if (passed.has(next.to) || cameBy.has(next.to)) continue;
      cameBy.set(next.to, next);
      waiting.push(next.to);
    }
  }
  return [];
}

function wayTo(flag: string, cameBy: ReadonlyMap<string, Reference>): Reference[] {
  const way: Reference[] = [];
  for (let by = cameBy.get(flag); by !== undefined; by = cameBy.get(by.from)) way.unshift(by);
  return way;
}
