import type { Declaration } from "../experiment/declaration.ts";
import { isOverridable, isRemote, isSupported } from "./settings.ts";
import type { FlagValue } from "./value.ts";

/** Where a value comes from. */
export type Source =
  | "override"
  | "config"
  | "definitions"
  | "cache"
  | "posthog"
  | "default"
  | "disabled";

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
  for (const step of ORDER) {
    const resolved = step(facts);
    if (resolved !== undefined) return resolved;
  }
  return byDefault(facts);
}

type Step = (facts: Facts) => Resolved | undefined;

const DISABLED: Resolved = Object.freeze({ value: null, source: "disabled" });

const unsupported: Step = ({ declaration, platform }) =>
  isSupported(declaration, platform) ? undefined : DISABLED;

const chosen: Step = ({ declaration, override }) =>
  isOverridable(declaration) ? asOverride(override) : undefined;

const switchedOff: Step = ({ declaration, mayAsk, whenOff }) =>
  isRemote(declaration) && !mayAsk && whenOff === "disabled" ? DISABLED : undefined;

const assigned: Step = ({ declaration, assigned: answer }) =>
  isRemote(declaration) ? answer : undefined;

const shipped: Step = ({ declaration, mayAsk, shipped: answer }) =>
  isRemote(declaration) && !mayAsk ? answer : undefined;

/** Who develops without PostHog has nothing but overrides to see another variant. */
const fallback: Step = ({ mayAsk, override }) => (mayAsk ? undefined : asOverride(override));

const ORDER: readonly Step[] = [unsupported, chosen, switchedOff, assigned, shipped, fallback];

function byDefault({ declaration }: Facts): Resolved {
  const value = declaration.kind === "experiment" && declaration.enabledByDefault;
  return { value, source: "default" };
}

function asOverride(value: FlagValue | undefined): Resolved | undefined {
  return value === undefined ? undefined : { value, source: "override" };
}
