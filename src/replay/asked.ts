import type { PrivacyPolicy } from "../privacy/policy.ts";
import { idsOf, ruleIds } from "../privacy/rule-ids.ts";
import { type Comparison, isOfComparison } from "./against.ts";
import type { Certificate } from "./proof/certificate.ts";
import type { Replay } from "./result.ts";

/** Those of the ids that are of one of the families. */
const ofFamilies = (ids: readonly string[], ...families: readonly string[]): string[] =>
  ids.filter((id) => families.includes(id.slice(0, id.indexOf("."))));

const OF_EVENTS = [...idsOf.text, ...idsOf.event];
const OF_INPUT = ofFamilies(idsOf.run, "input").filter((id) => !isOfComparison(id));
const OF_PEOPLE = ofFamilies(idsOf.release, "link");
const OF_CELLS = ofFamilies(idsOf.release, "agg").filter((id) => !isOfComparison(id));
const OF_PAYLOADS = ofFamilies(idsOf.release, "out", "time");
const OF_GRANTS = ["consent.not-given", "consent.before-optin"];
const OF_PROMISES = ofFamilies(idsOf.release, "consent", "egress");
const OF_CHANGES = [...ruleIds.filter(isOfComparison), "consent.policy-changed"];

/** What of a config, and what beside it, decides which rules are asked of it. */
export interface AskedOfConfig {
  readonly privacy?: Pick<PrivacyPolicy, "maxCapacityBits" | "grades"> | undefined;
  /** Whether the config of its server stands beside it. */
  readonly hasServer?: boolean;
}

/** The rules that are asked of a config. Whether an ignore is used only a log tells. */
export function askedOfConfig({ privacy, hasServer = false }: AskedOfConfig): string[] {
  return [
    ...ofFamilies(idsOf.release, "def"),
    ...(privacy?.maxCapacityBits === undefined ? [] : ofFamilies(idsOf.release, "flow")),
    ...ofFamilies(idsOf.run, "sup").filter((id) => id !== "sup.unused-ignore"),
    ...(hasServer ? ofFamilies(idsOf.release, "compat") : []),
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
    ...(certificate === undefined ? [] : idsOf.proof),
    ...(certificate === undefined || certificate.consent === null ? [] : OF_GRANTS),
    ...(certificate === undefined || certificate.promises === null ? [] : OF_PROMISES),
    ...(comparison === undefined ? [] : OF_CHANGES),
  ]);
  return ruleIds.filter((id) => asked.has(id));
}
