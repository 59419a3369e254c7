import type { Config } from "../config.ts";
import { type Condition, conditionsOf } from "../condition.ts";
import type { Declaration } from "../../experiment/declaration.ts";
import { strictNumber } from "../operands/number.ts";
import { type Contradiction, contradictionIn } from "./contradiction.ts";
import { toConstraint } from "./constraint.ts";
import { coverOf } from "./cover.ts";

/** Why a group decides for nobody. */
export type Obstacle =
  | ({ readonly why: "contradiction" } & Contradiction)
  /** A condition that nobody meets, whatever stands beside it. */
  | { readonly why: "impossible"; readonly index: number; readonly reason: Impossible }
  /** Groups above it take everyone. */
  | { readonly why: "covered"; readonly by: readonly number[] };

export type Impossible = "flag-value" | "no-range" | "below-everything";

/** The obstacle of each group, by its index; undefined for a group that may decide. */
export type Obstacles = readonly (Obstacle | undefined)[];

/** Who gets to which group of which flag: the obstacles of its groups by the flag's key. */
export function reachOf({
  flags,
  experiments,
}: Pick<Config, "flags" | "experiments">): ReadonlyMap<string, Obstacles> {
  const declared = new Map<string, Declaration>(
    [...flags, ...experiments].map((each) => [each.key, each]),
  );
  const reach = new Map<string, Obstacles>();
  const isNeverValue = ({ key, value }: Condition): boolean => {
    const asked = declared.get(key);
    const obstacles = reach.get(key);
    // In a circle, which no valid config has, some flag is asked before it is judged.
    if (asked === undefined || obstacles === undefined) return false;
    return value !== false && !gives(asked, obstacles, value);
  };
  for (const declaration of inOrderOfNeed(declared)) {
    reach.set(declaration.key, judge(declaration, isNeverValue));
  }
  return reach;
}

/** Every flag after those that its conditions ask for, however long the chain. */
function inOrderOfNeed(declared: ReadonlyMap<string, Declaration>): Declaration[] {
  const seen = new Set<Declaration>();
  const order: Declaration[] = [];
  for (const first of declared.values()) {
    const waiting = seen.has(first) ? [] : [first];
    for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
      seen.add(next);
      const need = needsOf(next, declared).find((each) => !seen.has(each));
      if (need === undefined) order.push(...waiting.splice(-1));
      else waiting.push(need);
    }
  }
  return order;
}

function needsOf(
  { groups }: Declaration,
  declared: ReadonlyMap<string, Declaration>,
): Declaration[] {
  return groups.flatMap(({ match }) =>
    match.flatMap(({ type, key }) => {
      const need = type === "flag" ? declared.get(key) : undefined;
      return need === undefined ? [] : [need];
    }),
  );
}

function judge(
  declaration: Declaration,
  isNeverValue: (condition: Condition) => boolean,
): (Obstacle | undefined)[] {
  const releases = conditionsOf(declaration).map((conditions, index) => ({
    conditions: conditions.map(toConstraint),
    rollout: declaration.groups[index]?.rollout ?? 100,
  }));
  return releases.map((release, at) => {
    const { conditions } = release;
    const index = conditions.findIndex((each) => impossible(each, isNeverValue) !== undefined);
    const condition = conditions[index];
    const reason = condition && impossible(condition, isNeverValue);
    if (reason !== undefined) return { why: "impossible", index, reason };
    const contradiction = contradictionIn(conditions);
    if (contradiction !== undefined) return { why: "contradiction", ...contradiction };
    const by = coverOf(release, releases.slice(0, at));
    return by.length === 0 ? undefined : { why: "covered", by };
  });
}

function impossible(
  condition: Condition,
  isNeverValue: (condition: Condition) => boolean,
): Impossible | undefined {
  const { type, operator, value } = condition;
  if (type === "flag") return isNeverValue(condition) ? "flag-value" : undefined;
  if (operator === "between" && !isRange(value)) return "no-range";
  // No text stands before the empty one, and the server reads no number in it.
  return operator === "lt" && value === "" ? "below-everything" : undefined;
}

/** Two numbers, the smaller first: the server matches nobody otherwise. */
function isRange(value: unknown): boolean {
  const ends = Array.isArray(value) ? value.map((end) => strictNumber(String(end))) : [];
  const [from, to] = ends;
  return ends.length === 2 && from !== undefined && to !== undefined && from <= to;
}

/** Whether the flag may have a value other than false. A holdout's own value counts as on. */
function gives(
  { groups, variants, holdout }: Declaration,
  obstacles: Obstacles,
  value: unknown,
): boolean {
  if (holdout !== undefined && (value === true || value === `holdout-${holdout}`)) return true;
  const live = groups.filter(({ rollout }, index) => rollout > 0 && obstacles[index] === undefined);
  if (value === true || variants.length === 0) return live.length > 0;
  return variants.some(
    ({ key, share }) =>
      key === value &&
      live.some(({ variant }) => variant === key || (share > 0 && !isDeclared(variant, variants))),
  );
}

/** A group whose variant the flag does not declare leaves the choice to the shares. */
function isDeclared(variant: string | undefined, variants: Declaration["variants"]): boolean {
  return variants.some(({ key }) => key === variant);
}
