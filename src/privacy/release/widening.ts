import type { Catalogue, Kind, Literal, Properties, PropertyType } from "../../event/catalogue.ts";
import { checkValue } from "../../event/value.ts";
import type { Metrics, Signal } from "../../metrics/signal.ts";
import { bucketsOf } from "./buckets.ts";

/** What a config collects. */
export interface Collection {
  readonly catalogue: Pick<Catalogue, "events" | "common" | "closed">;
  readonly metrics: Pick<Metrics, "signals" | "policy" | "period" | "dimensions">;
}

/** The keys that lead to something in the config. */
export type Keys = readonly string[];

/**
 * Where a config collects more than an older one, unless its policy version was raised: people
 * agreed to the old collection only (`consent.policy-changed`, `privacy-rules.md` 7).
 */
export function widenings(before: Collection, after: Collection): Keys[] {
  if (after.metrics.policy > before.metrics.policy) return [];
  return [...widerMetrics(before.metrics, after.metrics), ...widerEvents(before, after)];
}

const FINENESS: Readonly<Record<Metrics["period"], number>> = { month: 0, week: 1, day: 2 };

function widerMetrics(before: Collection["metrics"], after: Collection["metrics"]): Keys[] {
  const old = new Map(before.signals.map((signal) => [signal.name, signal]));
  const signals = after.signals.filter((signal) => isWiderSignal(old.get(signal.name), signal));
  return [
    ...signals.map(({ name }) => ["metrics", "signals", name]),
    ...(FINENESS[after.period] > FINENESS[before.period] ? [["metrics", "period"]] : []),
    ...(after.dimensions.some((name) => !before.dimensions.includes(name))
      ? [["metrics", "dimensions"]]
      : []),
  ];
}

/** A signal that is new, reads another field, or has a bucket it had not. */
function isWiderSignal(before: Signal | undefined, after: Signal): boolean {
  if (before === undefined || sourceOf(before) !== sourceOf(after)) return true;
  const isOpen = after.kind === "label" && after.buckets === undefined;
  const wasOpen = before.kind === "label" && before.buckets === undefined;
  if (isOpen || wasOpen) return isOpen && !wasOpen;
  const known = bucketsOf(before);
  return bucketsOf(after).some((bucket) => !known.includes(bucket));
}

function sourceOf(signal: Signal): string {
  const { kind, on } = signal;
  if (kind === "label") return JSON.stringify([kind, on, signal.label]);
  if (kind === "ratio") return JSON.stringify([kind, on, signal.ratio]);
  return JSON.stringify(kind === "classify" ? [kind, on, signal.classify] : [kind, on]);
}

function widerEvents({ catalogue: before }: Collection, { catalogue: after }: Collection): Keys[] {
  const events = [...after.events].flatMap(([name, properties]): Keys[] => {
    const old = before.events.get(name);
    return old === undefined
      ? [["events", name]]
      : widerProperties(merged(old, before.common), properties, ["events", name]);
  });
  const opened = before.closed && !after.closed ? [["log", "closed"]] : [];
  return [...opened, ...widerProperties(before.common, after.common, ["log", "common"]), ...events];
}

const merged = (own: Properties, common: Properties): Properties => new Map([...common, ...own]);

function widerProperties(before: Properties, after: Properties, at: Keys): Keys[] {
  return [...after].flatMap(([name, type]) => {
    const old = before.get(name);
    const here = [...at, name];
    if (old?.form === "object" && type.form === "object")
      return [
        ...(type.nullable && !old.nullable ? [here] : []),
        ...widerProperties(old.properties, type.properties, here),
      ];
    return old !== undefined && holds(old, type) ? [] : [here];
  });
}

/** Whether an older type holds every value of a newer one. */
function holds(before: PropertyType, after: PropertyType): boolean {
  if (after.nullable && !before.nullable) return false;
  if (after.form === "pattern" && before.form === "pattern")
    return after.pattern === before.pattern;
  const kinds = kindsOf(before);
  if (after.form === "pattern") return kinds.includes("text");
  if (after.form === "object") return false;
  return (
    kindsOf(after).every(
      (kind) =>
        kinds.some((old) => old === kind || WITHIN[kind].includes(old)) ||
        (kind === "boolean" && [true, false].every((each) => literalsOf(before).includes(each))),
    ) && literalsOf(after).every((literal) => checkValue(before, literal) === undefined)
  );
}

function kindsOf(type: PropertyType): readonly Kind[] {
  if (type.form === "kind") return [type.kind];
  return type.form === "any" ? type.kinds : [];
}

function literalsOf(type: PropertyType): readonly Literal[] {
  return type.form === "literals" || type.form === "any" ? type.literals : [];
}

/** The kinds that hold every value of a kind, besides itself. */
const WITHIN: Readonly<Record<Kind, readonly Kind[]>> = {
  boolean: [],
  integer: [],
  count: ["integer"],
  "power-of-two": ["count", "integer"],
  "step-5": ["count", "integer"],
  semver: ["text"],
  uuid: ["text"],
  hex10: ["text"],
  "user-agent": ["text"],
  text: [],
};
