import { isRecord } from "../evaluation/record.ts";
import { canonical, isSame, type Json } from "./json.ts";

/** One setting that differs between the config and PostHog, and which side moved. */
export interface FieldChange {
  /** Dotted, in the config's words: `rollout`, `variants.test.share`. */
  readonly path: string;
  readonly state: "pending" | "drift" | "conflict";
  /** What was last applied; null when nothing was. */
  readonly base: Json;
  readonly config: Json;
  readonly remote: Json;
}

interface Sides {
  readonly base: Json | undefined;
  readonly config: Json | undefined;
  readonly remote: Json | undefined;
}

/**
 * Compares three settings, field by field. Pending: the config moved from what was last applied,
 * or nothing was ever applied. Drift: PostHog moved and the config did not. Conflict: both moved,
 * and not to the same value. Where config and PostHog agree there is no difference, whatever the
 * base says.
 */
export function compareFields(sides: Sides, path: readonly string[] = []): FieldChange[] {
  const { base, config, remote } = sides;
  if (isSame(config, remote)) return [];
  // A payload is one value, whatever it holds.
  const parts = path.at(-2) === "payloads" ? undefined : partsOf(sides, path.at(-1) ?? "");
  if (parts !== undefined)
    return [...parts].flatMap(([name, inner]) => compareFields(inner, [...path, name]));
  return [
    {
      path: path.join("."),
      state: stateOf(sides),
      base: base ?? null,
      config: config ?? null,
      remote: remote ?? null,
    },
  ];
}

function stateOf({ base, config, remote }: Sides): FieldChange["state"] {
  if (base === undefined || isSame(remote, base)) return "pending";
  return isSame(config, base) ? "drift" : "conflict";
}

/** Lists whose items are compared one by one while all sides have the same items in one order. */
const NAMES: Readonly<Record<string, (item: Json, index: number) => string>> = {
  groups: (_item, index) => String(index),
  variants: nameBy("key"),
  metrics: nameBy("name"),
  secondary: nameBy("name"),
};

function nameBy(field: string): (item: Json) => string {
  return (item) => {
    const name = isRecord(item) ? item[field] : undefined;
    return typeof name === "string" ? name : canonical(item);
  };
}

/** The parts of a setting that can be compared for themselves; undefined when it is one value. */
function partsOf(sides: Sides, name: string): Map<string, Sides> | undefined {
  const [base, config, remote] = [sides.base, sides.config, sides.remote].map((side) =>
    namedParts(side, name),
  );
  if (config === undefined || remote === undefined) return undefined;
  if (sides.base !== undefined && base === undefined) return undefined;
  const isList = Array.isArray(sides.config) || Array.isArray(sides.remote);
  const names = [...new Set([...config.keys(), ...remote.keys(), ...(base?.keys() ?? [])])];
  const isSameList = [config, remote, base ?? config].every(
    (side) => [...side.keys()].join("\n") === names.join("\n"),
  );
  if (isList && !isSameList) return undefined;
  // A base that lacks a part has said so; only where there is no base nothing was said.
  const baseOf = (part: string): Json | undefined => base && (base.get(part) ?? null);
  return new Map(
    names.map((part) => [
      part,
      { base: baseOf(part), config: config.get(part), remote: remote.get(part) },
    ]),
  );
}

function namedParts(side: Json | undefined, name: string): Map<string, Json> | undefined {
  if (Array.isArray(side)) {
    const nameOf = NAMES[name];
    if (nameOf === undefined) return undefined;
    const parts = new Map(side.map((item: Json, index) => [nameOf(item, index), item]));
    return parts.size === side.length ? parts : undefined;
  }
  return isRecord(side) ? new Map(Object.entries(side as Record<string, Json>)) : undefined;
}
