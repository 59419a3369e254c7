import type { Config } from "../config/config.ts";
import { fileSnapshot } from "../disk/snapshot-file.ts";
import { type CompiledFlags, compileFlags } from "../evaluation/compile-flags.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import { freshness } from "../evaluation/snapshot.ts";
import type { Declaration } from "../experiment/declaration.ts";
import type { ChainStep, EvaluatedFlag } from "../report/evaluation.ts";
import { type Gate, telemetryGate } from "../runtime/gate.ts";
import { liveValue } from "../runtime/overrides.ts";
import { type Facts, order, type Resolved, type StepName } from "../runtime/resolve.ts";
import { declaredOf, isExpired, isOverridable, isRemote } from "../runtime/settings.ts";
import { assignedValue, type FlagValue } from "../runtime/value.ts";
import { snapshotPath } from "./cache.ts";
import { overridesOf } from "./overrides.ts";
import type { Session } from "./session.ts";

/** What a flag is on this machine; explained, with everyone who was asked. */
export type EffectiveFlag = (key: string, person: Person, explained: boolean) => EvaluatedFlag;

/**
 * What an application would answer on this machine without a network, in the order that
 * applications follow: an unsupported platform, an override, the cached definitions while they are
 * usable, then what the config says by default.
 */
export async function effectiveFlags(config: Config, session: Session): Promise<EffectiveFlag> {
  const cache = await openCache(config, session);
  const overrides = (await overridesOf(config, session)).held();
  const declared = declaredOf(config);
  const { gate, factsOf } = surroundingsOf(config, session);
  return (key, person, explained) => {
    const declaration = declared.get(key);
    if (declaration === undefined) return { key, outcome: NOT_FOUND, source: "config" };
    const cached = askCache(cache, declaration, person);
    const value = assignedValue(declaration, cached.outcome?.value);
    const facts = factsOf(declaration, {
      override: liveValue(overrides, declaration, session.now()),
      cached: value,
    });
    const { resolved, chain } = ask(facts, whysOf(facts, cached.why, gate));
    const outcome = toOutcome(resolved, declaration, cached.outcome);
    const { source } = resolved;
    if (!explained) return { key, outcome, source };
    const asked = source === "cache" && typeof cache !== "string";
    const explanation = asked ? cache.explain(key, person) : undefined;
    return { key, outcome, source, chain, explanation };
  };
}

/** What of this machine decides every flag alike. */
export function surroundingsOf(
  { telemetry: { whenOff, off } }: Config,
  { host: { platform, env }, now }: Session,
): {
  readonly gate: Gate;
  /** What a cache holds is undefined where it may not be used. */
  readonly factsOf: (
    declaration: Declaration,
    known: Pick<Facts, "override"> & { readonly cached: FlagValue | undefined },
  ) => Facts;
} {
  const gate = telemetryGate(env, { off, development: false });
  return {
    gate,
    factsOf: (declaration, { override, cached }) => ({
      declaration,
      platform,
      mayAsk: gate.open,
      whenOff,
      isExpired: isExpired(declaration, now()),
      override,
      assigned: cached === undefined ? undefined : { value: cached, source: "cache" },
      shipped: undefined,
    }),
  };
}

const NOT_FOUND: Outcome = { value: null, payload: null, reason: "flag_not_found", group: null };

/** What each step says of itself. Who has nothing to say here was not asked. */
type Whys = Readonly<Partial<Record<StepName, string>>>;

function ask(facts: Facts, whys: Whys): { resolved: Resolved; chain: readonly ChainStep[] } {
  const chain: ChainStep[] = [];
  for (const { step, decide } of order) {
    const why = whys[step];
    if (why === undefined) continue;
    const resolved = decide(facts);
    chain.push({ step, decides: resolved !== undefined, why });
    if (resolved !== undefined) return { resolved, chain };
  }
  return { resolved: { value: null, source: "disabled" }, chain };
}

function whysOf(facts: Facts, cache: string, gate: Gate): Whys {
  const { declaration, override } = facts;
  const chosen = override === undefined ? "there is none" : "chosen on this machine";
  const why = {
    platform: platformWhy(facts),
    override: isOverridable(declaration) ? chosen : "not for people to choose",
    ...(facts.isExpired ? { expiry: "its last day is over" } : {}),
    cache,
    default: defaultWhy(declaration),
  };
  if (gate.open) return why;
  const off = `off: ${gate.variable ?? gate.because}, when_off = ${facts.whenOff}`;
  return { ...why, telemetry: off, fallback: chosen };
}

function platformWhy({ declaration, platform }: Facts): string {
  const supported = declaration.kind === "experiment" ? declaration.platforms : [];
  if (supported.length === 0) return "every one is supported";
  const verb = supported.includes(platform) ? "is one of" : "is none of";
  return `${platform} ${verb} ${supported.join(", ")}`;
}

/** Only an experiment has a key for it. */
function defaultWhy(declaration: Declaration): string {
  if (declaration.kind === "flag") return "a flag of its own is off";
  return `enabled_by_default = ${declaration.enabledByDefault}`;
}

/** Definitions that may be used, or why there are none. */
type Cache = CompiledFlags | string;

async function openCache(config: Config, session: Session): Promise<Cache> {
  const cached = await fileSnapshot(snapshotPath(config, session)).load();
  if (cached.state !== "ok") return UNUSABLE[cached.state];
  const { fetchedAt, definitions } = cached.snapshot;
  const isUsable = freshness(fetchedAt, session.now(), config.cache) !== "expired";
  return isUsable ? compileFlags(definitions) : "its definitions have expired";
}

const UNUSABLE = {
  absent: "there is none",
  empty: "it is empty",
  unreadable: "it cannot be read",
} as const;

interface Cached {
  readonly why: string;
  readonly outcome?: Outcome;
}

function askCache(cache: Cache, declaration: Declaration, person: Person): Cached {
  if (!isRemote(declaration)) return { why: "not asked, as remote = false" };
  if (typeof cache === "string") return { why: cache };
  const outcome = cache.evaluate(declaration.key, person);
  const { value, reason, cause = reason, missing = [] } = outcome;
  if (value === null) return { why: `cannot tell: ${[cause, ...missing].join(", ")}` };
  if (assignedValue(declaration, value) === undefined) return { why: "its value is not declared" };
  return { why: "its definitions are usable", outcome };
}

function toOutcome(
  { value, source }: Resolved,
  { payloads }: Declaration,
  cached: Outcome | undefined,
): Outcome {
  if (source === "cache" && cached !== undefined) return cached;
  if (source === "override")
    return { value, payload: payloads.get(String(value)) ?? null, reason: source, group: null };
  const reason = source === "disabled" ? source : "default";
  return { value: value ?? false, payload: null, reason, group: null };
}
