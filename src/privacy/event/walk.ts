import type { Catalogue, Properties, PropertyType } from "../../event/catalogue.ts";
import { checkValue, isRecord, type Problem } from "../../event/value.ts";
import type { Rule } from "../rule.ts";
import type { Judgements } from "./judgement.ts";
import { dynamicKey } from "./rules/dynamic-key.ts";
import { forbiddenKey } from "./rules/forbidden-key.ts";
import { rawNumber } from "./rules/raw-number.ts";
import { unknownProperty } from "./rules/unknown-property.ts";
import { unknownValue } from "./rules/unknown-value.ts";
import { wrongType } from "./rules/wrong-type.ts";
import { judgePlainText, judgeText } from "./leaf.ts";

/** The rule for each way in which a value breaks its type. */
const valueRules: Readonly<Record<Problem, Rule>> = {
  "wrong-type": wrongType,
  "unknown-value": unknownValue,
  "raw-number": rawNumber,
};

/** What holds for the whole event. */
export interface Scope {
  readonly flags: Catalogue["flags"];
  /** Whether a name that is not declared is itself a finding. */
  readonly closed: boolean;
  readonly judgements: Judgements;
}

/**
 * Judges an object against its declared properties; the first table that has a name decides. Works
 * through a list instead of calling itself, because a log may nest as deep as a line is long.
 */
export function walk(
  object: Readonly<Record<string, unknown>>,
  names: readonly Properties[],
  pointer: string,
  scope: Scope,
): void {
  const work: Work[] = [];
  enter(object, names, pointer, scope, work);
  finish(work, scope);
}

/** Judges a value that stands where no type bounds it. */
export function judgeUnbounded(value: unknown, pointer: string, scope: Scope): void {
  finish([{ value, type: undefined, key: pointer, pointer, depth: 0 }], scope);
}

function finish(work: Work[], scope: Scope): void {
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (item.type === undefined) judgeUndeclared(item, scope, work);
    else judgeDeclared(item, item.type, scope, work);
  }
}

interface Work {
  readonly value: unknown;
  readonly type: PropertyType | undefined;
  readonly key: string;
  readonly pointer: string;
  /** How far inside an undeclared value it lies. */
  readonly depth: number;
}

/** A flag's value as PostHog assigned it, and as it was in effect for who chose for themselves. */
const FEATURES = ["$feature/", "effective/"] as const;

/** Whether a property holds a flag's value, which the flag's variants judge. */
export const isOfFlag = (key: string): boolean => FEATURES.some((name) => key.startsWith(name));

function enter(
  object: Readonly<Record<string, unknown>>,
  names: readonly Properties[],
  at: string,
  scope: Scope,
  work: Work[],
): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const type = names.find((properties) => properties.has(key))?.get(key);
    const feature = at === "properties" ? FEATURES.find((name) => key.startsWith(name)) : undefined;
    if (type !== undefined) work.push({ value, type, key, pointer: join(at, key), depth: 0 });
    else if (feature !== undefined) judgeFlag(feature, key, value, scope, work);
    else meetUndeclared(key, value, at, scope, work);
  }
}

function meetUndeclared(key: string, value: unknown, at: string, scope: Scope, work: Work[]): void {
  const pointer = judgeKey(key, at, scope);
  if (scope.closed) scope.judgements.add(unknownProperty, pointer);
  work.push({ value, type: undefined, key, pointer, depth: 0 });
}

/** `$feature/KEY` is declared by its flag, and holds a boolean or one of the flag's variants. */
function judgeFlag(
  feature: (typeof FEATURES)[number],
  key: string,
  value: unknown,
  scope: Scope,
  work: Work[],
): void {
  const flag = key.slice(feature.length);
  const variants = scope.flags.get(flag);
  const pointer = `properties.${variants === undefined ? `${feature}*` : key}`;
  if (variants === undefined) {
    if (scope.closed) scope.judgements.add(unknownProperty, pointer);
    if (dynamicKey.finds(flag)) scope.judgements.add(dynamicKey, pointer);
  } else {
    if (typeof value === "boolean" || variants.some((variant) => variant === value)) return;
    const problem = typeof value === "string" ? "unknown-value" : "wrong-type";
    scope.judgements.add(valueRules[problem], pointer);
  }
  work.push({ value, type: undefined, key, pointer, depth: 0 });
}

function judgeDeclared(item: Work, type: PropertyType, scope: Scope, work: Work[]): void {
  const { value, key, pointer } = item;
  const problem = checkValue(type, value);
  if (problem !== undefined) {
    scope.judgements.add(valueRules[problem], pointer);
    work.push({ ...item, type: undefined });
  } else if (type.form === "object" && isRecord(value)) {
    enter(value, [type.properties], pointer, scope, work);
  } else if (isPlain(type) && typeof value === "string") {
    if (forbiddenKey.finds(key)) scope.judgements.add(forbiddenKey, pointer);
    judgePlainText(value, pointer, scope.judgements);
  }
}

/** Whether a declared type vouches for a scalar: no rule looks at it any further. */
export function isVouchedFor(type: PropertyType, value: unknown): boolean {
  return type.form !== "object" && !isPlain(type) && checkValue(type, value) === undefined;
}

/** A list of kinds that has `text` among them vouches for nothing. */
export function isPlain(type: PropertyType): boolean {
  if (type.form === "kind") return type.kind === "text";
  return type.form === "any" && type.kinds.includes("text");
}

/** Past this depth pointers stay short: a name at each of 100,000 levels would cost 10 GB. */
const MAX_DEPTH = 32;

function judgeUndeclared(item: Work, scope: Scope, work: Work[]): void {
  const { value, pointer } = item;
  if (typeof value === "string") judgeText(value, pointer, scope.judgements);
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  const deep = item.depth >= MAX_DEPTH;
  for (const [key, child] of Object.entries(value)) {
    let at = pointer;
    if (isList && !deep) at = join(pointer, key);
    else if (!isList) at = judgeKey(key, pointer, scope, deep);
    work.push({ value: child, type: undefined, key, pointer: at, depth: item.depth + 1 });
  }
}

/** Judges a name that is not declared, and says how it is shown. */
function judgeKey(key: string, at: string, scope: Scope, deep = false): string {
  const isData = dynamicKey.finds(key);
  const shown = join(at, isData ? "*" : key);
  const pointer = deep ? at : shown;
  if (isData) scope.judgements.add(dynamicKey, pointer);
  if (forbiddenKey.finds(key)) scope.judgements.add(forbiddenKey, pointer);
  return pointer;
}

function join(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}
