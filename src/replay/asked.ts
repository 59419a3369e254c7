import { eventRules } from "../privacy/event/rules.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { releaseRules } from "../privacy/release/rules.ts";
import { ruleIds } from "../privacy/rules.ts";
import { runRules } from "../privacy/run/rules.ts";
import { textRules } from "../privacy/text/rules.ts";
import type { Comparison } from "./against.ts";
import { inputRules } from "./input.ts";
import type { Certificate } from "./proof/certificate.ts";
import { flowRules } from "./proof/rules.ts";
import type { Replay } from "./result.ts";

type Named = readonly { readonly id: string }[];

/** The ids of those rules that are of one of the families. */
const idsOf = (rules: Named, ...families: readonly string[]): string[] =>
  rules.map(({ id }) => id).filter((id) => families.includes(id.slice(0, id.indexOf("."))));

const OF_EVENTS = [...textRules, ...eventRules].map(({ id }) => id);
const OF_INPUT = Object.values(inputRules).map(({ rule }) => rule);
const OF_PEOPLE = idsOf(releaseRules, "link");
const OF_CELLS = idsOf(releaseRules, "agg").filter((id) => id !== "agg.differencing");
const OF_PAYLOADS = idsOf(releaseRules, "out", "time");
const OF_FLOW = flowRules.map(({ id }) => id);
const OF_GRANTS = ["consent.not-given", "consent.before-optin"];
const OF_PROMISES = idsOf(releaseRules, "consent", "egress");
const OF_CHANGES = [
  ...idsOf(releaseRules, "diff"),
  "consent.policy-changed",
  "agg.differencing",
  "input.not-exercised",
];

/** What of a config, and what beside it, decides which rules are asked of it. */
export interface AskedOfConfig {
  readonly privacy?: Pick<PrivacyPolicy, "maxCapacityBits" | "grades"> | undefined;
  /** Whether the config of its server stands beside it. */
  readonly hasServer?: boolean;
}

/** The rules that are asked of a config. Whether an ignore is used only a log tells. */
export function askedOfConfig({ privacy, hasServer = false }: AskedOfConfig): string[] {
  return [
    ...idsOf(releaseRules, "def"),
    ...(privacy?.maxCapacityBits === undefined ? [] : idsOf(releaseRules, "flow")),
    ...idsOf(runRules, "sup").filter((id) => id !== "sup.unused-ignore"),
    ...(hasServer ? idsOf(releaseRules, "compat") : []),
  ];
}

/** What a replay had before it, besides its logs. */
export interface AskedWith extends Pick<AskedOfConfig, "privacy"> {
  readonly certificate?: Certificate;
  readonly comparison?: Comparison;
}

/**
 * The rules that a replay asked, in the order of rules: those whose subject was there. One that
 * needs what no log has, or people where nobody is, has not passed.
 */
export function askedRules(
  { logs, events, release }: Pick<Replay, "logs" | "events" | "release">,
  { privacy, certificate, comparison }: AskedWith,
): string[] {
  const hasPeople = events.size > 0 && logs.some(({ format }) => format === "capture");
  const asked = new Set([
    ...askedOfConfig({ privacy }),
    ...OF_INPUT,
    "sup.unused-ignore",
    ...(hasPeople ? [...OF_EVENTS, ...OF_PEOPLE] : []),
    ...(hasPeople && release !== undefined ? OF_CELLS : []),
    ...(release === undefined ? [] : OF_PAYLOADS),
    ...(certificate === undefined ? [] : OF_FLOW),
    ...(certificate === undefined || certificate.consent === null ? [] : OF_GRANTS),
    ...(certificate === undefined || certificate.promises === null ? [] : OF_PROMISES),
    ...(comparison === undefined ? [] : OF_CHANGES),
  ]);
  return ruleIds.filter((id) => asked.has(id));
}
