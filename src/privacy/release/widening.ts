import type { Catalogue, Properties } from "../../event/catalogue.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { PrivacyPolicy } from "../policy.ts";
import { isWiderSignal } from "./widening-signal.ts";
import { widerProperties } from "./widening-type.ts";

/** What a config collects, and what it promises beside. */
export interface Collection {
  readonly catalogue: Catalogue;
  readonly metrics: Omit<Metrics, "disclosure" | "require" | "schema">;
  readonly privacy: Pick<PrivacyPolicy, "minCount">;
  readonly telemetry: { readonly off: readonly string[] };
  /** Which of the catalogue's flags belong to an experiment. */
  readonly experiments: readonly { readonly key: string }[];
}

/** The keys that lead to something in the config. */
export type Keys = readonly string[];

/**
 * Where a config collects more than an older one, unless its policy version was raised: people
 * agreed to the old collection only (`consent.policy-changed`, `privacy-rules.md` 7). What counts
 * as more stands in `docs/replay.md`.
 */
export function widenings(before: Collection, after: Collection): Keys[] {
  if (after.metrics.policy > before.metrics.policy) return [];
  return [
    ...widerMetrics(before.metrics, after.metrics),
    ...weakerPromises(before, after),
    ...widerLog(before.catalogue, after.catalogue),
    ...widerEvents(before.catalogue, after.catalogue),
    ...widerFlags(before, after),
  ];
}

const FINENESS: Readonly<Record<Metrics["period"], number>> = { month: 0, week: 1, day: 2 };

function widerMetrics(before: Collection["metrics"], after: Collection["metrics"]): Keys[] {
  const old = new Map(before.signals.map((signal) => [signal.name, signal]));
  const signals = after.signals.filter((signal) => isWiderSignal(old.get(signal.name), signal));
  const isFiner = FINENESS[after.period] > FINENESS[before.period];
  return [
    ...signals.map(({ name }) => ["metrics", "signals", name]),
    ...found(after.enabled && !before.enabled, "metrics", "enabled"),
    ...found(isFiner, "metrics", "period"),
    ...found(!isPart(after.dimensions, before.dimensions), "metrics", "dimensions"),
    ...found(goesElsewhere(before.endpoint, after.endpoint), "metrics", "endpoint"),
    ...found(asksOtherwise(before.consent, after.consent), "metrics", "consent"),
  ];
}

const found = (holds: boolean, ...keys: Keys): Keys[] => (holds ? [keys] : []);

const isPart = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((each) => whole.includes(each));

/** Another host gets the counts, or there was none; another path on it is the same receiver. */
function goesElsewhere(before: string | undefined, after: string | undefined): boolean {
  return after !== undefined && receiverOf(before) !== receiverOf(after);
}

const receiverOf = (endpoint = ""): string =>
  (/^[^/]*\/\/[^/?#]*/.exec(endpoint)?.[0] ?? "").toLowerCase();

/** Consent that a log told is asked for no more, or is read from something else. */
function asksOtherwise(before: Metrics["consent"], after: Metrics["consent"]): boolean {
  return before !== undefined && (before.on !== after?.on || before.granted !== after.granted);
}

/** Smaller groups are shown, or a way to opt out is gone. */
function weakerPromises(before: Collection, after: Collection): Keys[] {
  return [
    ...found(after.privacy.minCount < before.privacy.minCount, "privacy", "min_count"),
    ...found(!isPart(before.telemetry.off, after.telemetry.off), "telemetry", "off"),
  ];
}

function widerLog(before: Catalogue, after: Catalogue): Keys[] {
  return [
    ...found(after.form === "capture" && before.form === "stream", "log", "form"),
    ...found(after.form === before.form && after.name !== before.name, "log", "name"),
    ...found(before.closed && !after.closed, "log", "closed"),
    ...widerProperties(before.common, after.common, ["log", "common"]),
  ];
}

function widerEvents(before: Catalogue, after: Catalogue): Keys[] {
  return [...after.events].flatMap(([name, properties]): Keys[] => {
    const old = before.events.get(name);
    if (old === undefined) return [["events", name]];
    // Without its own type, a property falls back to that of every event.
    const own = new Set([...old.keys(), ...properties.keys()]);
    const now = [...merged(properties, after.common)].filter(([each]) => own.has(each));
    return widerProperties(merged(old, before.common), new Map(now), ["events", name]);
  });
}

const merged = (own: Properties, common: Properties): Properties => new Map([...common, ...own]);

/** Of a capture: in a stream no flag is read. A flag may say true and false besides its variants. */
function widerFlags({ catalogue: before }: Collection, after: Collection): Keys[] {
  const { form, flags } = after.catalogue;
  if (form === "stream") return [];
  const wider = [...flags].filter(([key, variants]) => {
    const old = before.flags.get(key);
    return old === undefined || !isPart(variants, old);
  });
  const experiments = new Set(after.experiments.map(({ key }) => key));
  return wider.map(([key]) => [experiments.has(key) ? "experiments" : "flags", key]);
}
