import type { Config } from "../config/config.ts";
import { fileSnapshot } from "../disk/snapshot-file.ts";
import { type CompiledFlags, compileFlags } from "../evaluation/compile-flags.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import { freshness } from "../evaluation/snapshot.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { localDefault } from "../experiment/local-default.ts";
import type { ChainStep, EvaluatedFlag } from "../report/evaluation.ts";
import { snapshotPath } from "./cache.ts";
import type { Session } from "./session.ts";

/** What a flag is on this machine; explained, with everyone who was asked. */
export type EffectiveFlag = (key: string, person: Person, explained: boolean) => EvaluatedFlag;

/**
 * What an application would answer on this machine without a network, in its order: an unsupported
 * platform, the cached definitions while they are usable, then what the config says by default.
 */
export async function effectiveFlags(config: Config, session: Session): Promise<EffectiveFlag> {
  const steps = [
    askPlatform(session.host.platform),
    askCache(await openCache(config, session)),
    askDefault,
  ];
  const declared = new Map(
    [...config.flags, ...config.experiments].map((each) => [each.key, each]),
  );
  return (key, person, explained) => {
    const declaration = declared.get(key);
    if (declaration === undefined) return { key, outcome: NOT_FOUND, source: "config" };
    const chain: ChainStep[] = [];
    for (const ask of steps) {
      const { step, why, answer } = ask(declaration, person);
      chain.push({ step, decides: answer !== undefined, why });
      if (answer === undefined) continue;
      const { outcome, source, explain } = answer;
      return { key, outcome, source, ...(explained && { chain, explanation: explain?.() }) };
    }
    return { key, outcome: NOT_FOUND, source: "config" };
  };
}

const NOT_FOUND: Outcome = { value: null, payload: null, reason: "flag_not_found", group: null };

/** One who is asked about a flag, and has an answer or passes the question on. */
type Step = (declaration: Declaration, person: Person) => Said;

interface Said extends Pick<ChainStep, "step" | "why"> {
  readonly answer?: Answer;
}

interface Answer extends Pick<EvaluatedFlag, "outcome" | "source"> {
  readonly explain?: () => EvaluatedFlag["explanation"];
}

function askPlatform(platform: string): Step {
  return (declaration) => {
    const supported = declaration.kind === "experiment" ? declaration.platforms : [];
    if (supported.length === 0) return { step: "platform", why: "every one is supported" };
    const list = supported.join(", ");
    return supported.includes(platform)
      ? { step: "platform", why: `${platform} is one of ${list}` }
      : {
          step: "platform",
          why: `${platform} is none of ${list}`,
          answer: settled(false, "disabled"),
        };
  };
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

function askCache(cache: Cache): Step {
  return (declaration, person) => {
    if (localDefault(declaration) !== undefined) return passed("not asked, as remote = false");
    if (typeof cache === "string") return passed(cache);
    const { key } = declaration;
    const outcome = cache.evaluate(key, person);
    const { value, reason, cause = reason, missing = [] } = outcome;
    if (value === null) return passed(`cannot tell: ${[cause, ...missing].join(", ")}`);
    const explain = (): EvaluatedFlag["explanation"] => cache.explain(key, person);
    return {
      ...passed("its definitions are usable"),
      answer: { outcome, source: "cache", explain },
    };
  };
}

function passed(why: string): Said {
  return { step: "cache", why };
}

function askDefault(declaration: Declaration): Said {
  const isOn = declaration.kind === "experiment" && declaration.enabledByDefault;
  return {
    step: "default",
    why: `enabled_by_default = ${isOn}`,
    answer: settled(isOn, "default"),
  };
}

function settled(value: boolean, source: "disabled" | "default"): Answer {
  return { outcome: { value, payload: null, reason: source, group: null }, source };
}
