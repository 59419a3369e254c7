import type { Finding } from "../privacy/finding.ts";
import { isIgnored } from "../privacy/ignore.ts";
import type { Config } from "./config.ts";
import { type Judge, judgedBy } from "./judgement.ts";
import { judges } from "./judges.ts";

/**
 * What `findingsOf` finds as of the ISO date `today`, without what the config accepts by an ignore
 * that still holds.
 */
export async function openFindingsOf(config: Config, today: string): Promise<Finding[]> {
  const found = judgedBy([...judges, ...(await signalJudgesFor(config))], config, today);
  return found.filter((each) => !isIgnored(each, config.privacy, today));
}

async function signalJudgesFor({ metrics }: Config): Promise<readonly Judge[]> {
  if (metrics.signals.length === 0) return [];
  return (await import("./signal-judges.ts")).signalJudges;
}
