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
  return keys.flatMap((start, order) => {
    const later = new Set(keys.slice(order));
    const circle = shortestCircle(start, references, later);
    if (circle === undefined) return [];
    const names = [start, ...circle.map(({ to }) => to)].join(" → ");
    const [first] = circle;
    if (first === undefined) return [];
    return [
      unknownName(
        [...first.path, "property"],
        `Expected no circle, and this goes ${names}`,
        "Remove one of these conditions: a flag in a circle has no value",
      ),
    ];
  });
}

/** The references that lead from a flag back to it, by way of the given flags only. */
function shortestCircle(
  start: string,
  references: readonly Reference[],
  through: ReadonlySet<string>,
): readonly Reference[] | undefined {
  const seen = new Set<string>();
  let ways: (readonly Reference[])[] = [[]];
  while (ways.length > 0) {
    const further: (readonly Reference[])[] = [];
    for (const way of ways) {
      const at = way.at(-1)?.to ?? start;
      for (const next of references) {
        if (next.from !== at) continue;
        if (next.to === start) return [...way, next];
        if (!through.has(next.to) || seen.has(next.to)) continue;
        seen.add(next.to);
        further.push([...way, next]);
      }
    }
    ways = further;
  }
  return undefined;
}
