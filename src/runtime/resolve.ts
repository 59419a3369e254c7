import type { Source } from "../evaluation/outcome.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { isOverridable, isRemote, isSupported } from "./settings.ts";
import type { FlagValue } from "./value.ts";

/** A value, and who says so. */
export interface Resolved {
  /** Null where nothing may be on: an unsupported platform, or `when_off = "disabled"`. */
  readonly value: FlagValue | null;
  readonly source: Source;
}

/** All that decides one flag on this machine. What is not known, or known no longer, is undefined. */
export interface Facts {
  readonly declaration: Declaration;
  readonly platform: string;
  /** Whether PostHog may be asked: the telemetry gate is open. */
  readonly mayAsk: boolean;
  readonly whenOff: "local" | "disabled";
  /** Whether its last day is over. */
  readonly isExpired: boolean;
  /** What somebody chose here; expired ones are undefined. */
  readonly override: FlagValue | undefined;
  /** What PostHog said, in this process or before it, inside the hard TTL. */
  readonly assigned: Answered | undefined;
  /** What the definitions shipped with the application say. */
  readonly shipped: Answered | undefined;
}

export interface Answered {
  readonly value: FlagValue;
  readonly source: "posthog" | "cache" | "definitions" | "config";
}

/** What a flag is here: the first step that has an answer. Total, and free of any clock or file. */
export function resolve(facts: Facts): Resolved {
  for (const { decide } of order) {
    const resolved = decide(facts);
    if (resolved !== undefined) return resolved;
  }
  return byDefault(facts);
}

/** One who may decide what a flag is on this machine. */
export interface Step {
  readonly step: StepName;
  readonly decide: (facts: Facts) => Resolved | undefined;
}

export type StepName =
  | "platform"
  | "override"
  | "expiry"
  | "telemetry"
  | "cache"
  | "definitions"
  | "fallback"
  | "default";

const DISABLED: Resolved = Object.freeze({ value: null, source: "disabled" });

/** Who is asked, in this order. */
export const order: readonly Step[] = [
  {
    step: "platform",
    decide: ({ declaration, platform }) =>
      isSupported(declaration, platform) ? undefined : DISABLED,
  },
  {
    step: "override",
    decide: ({ declaration, override }) =>
      isOverridable(declaration) ? asOverride(override) : undefined,
  },
  {
    step: "expiry",
    decide: (facts) => (facts.isExpired ? byDefault(facts) : undefined),
  },
  {
    step: "telemetry",
    decide: ({ declaration, mayAsk, whenOff }) =>
      isRemote(declaration) && !mayAsk && whenOff === "disabled" ? DISABLED : undefined,
  },
  {
    step: "cache",
    decide: ({ declaration, assigned }) => (isRemote(declaration) ? assigned : undefined),
  },
  {
    step: "definitions",
    decide: ({ declaration, mayAsk, shipped }) =>
      isRemote(declaration) && !mayAsk ? shipped : undefined,
  },
  {
    // Who develops without PostHog has nothing but overrides to see another variant.
    step: "fallback",
    decide: ({ mayAsk, override }) => (mayAsk ? undefined : asOverride(override)),
  },
  { step: "default", decide: byDefault },
];

function byDefault({ declaration }: Facts): Resolved {
  const value = declaration.kind === "experiment" && declaration.enabledByDefault;
  return { value, source: "default" };
}

function asOverride(value: FlagValue | undefined): Resolved | undefined {
  return value === undefined ? undefined : { value, source: "override" };
}
