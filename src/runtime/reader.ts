import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Definitions } from "../evaluation/flag.ts";
import { toDefinitions } from "../experiment/definitions.ts";
import { fingerprint } from "../experiment/fingerprint.ts";
import { ageMs, type Assignments, isUsable } from "./assignments.ts";
import { type Clock, latestOf } from "./clock.ts";
import type { Reading, Subject, View } from "./experiments.ts";
import type { Gate } from "./gate.ts";
import { liveValue, type Overrides } from "./overrides.ts";
import { type Answered, resolve } from "./resolve.ts";
import { type Declared, isExpired, type RuntimeConfig } from "./settings.ts";
import { assignedValue } from "./value.ts";

/** Reads what is known; changes and sends nothing. */
export interface Reader {
  readonly read: (key: string) => Reading;
  /** What PostHog assigned, whatever is in effect. */
  readonly assigned: (key: string) => (Answered & { readonly ageMs: number }) | undefined;
  readonly view: () => View;
}

export interface ReaderOptions {
  readonly config: RuntimeConfig;
  readonly declared: Declared;
  readonly person: Subject;
  readonly platform: string;
  readonly gate: () => Gate;
  readonly clock: Clock;
  readonly assignments: () => Assignments;
  readonly overrides: () => Overrides;
  /** What decides while telemetry is off; the config as it would be live, unless told. */
  readonly definitions: Definitions | undefined;
}

const UNKNOWN: Reading = Object.freeze({ value: null, source: "disabled", ageMs: null });

export function createReader(options: ReaderOptions): Reader {
  const { config, declared, platform, gate, clock } = options;
  const shipped = shippedFlags(options);
  const latest = latestOf(clock);

  const assigned: Reader["assigned"] = (key) => {
    const held = options.assignments().get(key);
    if (!gate().open || held === undefined || held.value === null) return undefined;
    const declaration = declared.get(key);
    if (declaration === undefined || isExpired(declaration, clock.now())) return undefined;
    if (!isUsable(held, config.cache, clock)) return undefined;
    return { value: held.value, source: held.source, ageMs: ageMs(held, clock) };
  };

  const read: Reader["read"] = (key) => {
    const declaration = declared.get(key);
    if (declaration === undefined) return UNKNOWN;
    const mayAsk = gate().open;
    const held = assigned(key);
    const resolved = resolve({
      declaration,
      platform,
      mayAsk,
      whenOff: config.telemetry.whenOff,
      isExpired: isExpired(declaration, clock.now()),
      override: liveValue(options.overrides(), declaration, clock.now(), latest()),
      assigned: held,
      shipped: mayAsk ? undefined : shipped(key),
    });
    const isHeld = held !== undefined && resolved.source === held.source;
    return { value: resolved.value, source: resolved.source, ageMs: isHeld ? held.ageMs : null };
  };

  const view = (): View => {
    const readings = new Map([...declared.keys()].map((key) => [key, read(key)]));
    const said = [...readings].map(([key, { value, source }]) => [key, value, source]);
    return { id: fingerprint(said), readings };
  };

  return { read, assigned, view };
}

/** Compiled at the first question: most applications never ask. */
function shippedFlags({
  config,
  declared,
  definitions,
  person,
  clock,
}: ReaderOptions): (key: string) => Answered | undefined {
  const source = definitions === undefined ? "config" : "definitions";
  let flags: ReturnType<typeof compileFlags> | undefined;
  return (key) => {
    flags ??= compileFlags(definitions ?? toDefinitions([...config.flags, ...config.experiments]));
    const declaration = declared.get(key);
    if (declaration === undefined) return undefined;
    const outcome = flags.evaluate(key, { ...person, now: clock.now() });
    const value = assignedValue(declaration, outcome.value);
    return value === undefined ? undefined : { value, source };
  };
}
