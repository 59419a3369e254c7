import type { Finding } from "../privacy/finding.ts";
import type { Config } from "./config.ts";
import { judgedBy } from "./judgement.ts";
import { judges } from "./judges.ts";
import { signalJudges } from "./signal-judges.ts";

/**
 * What a valid config says that is probably not meant, or no longer, as of the ISO date `today`:
 * bad signals, expired experiments and ignores, targets that nobody reaches. Errors first, then by
 * rule, line and pointer.
 */
export function findingsOf(config: Config, today: string): Finding[] {
  return judgedBy([...judges, ...signalJudges], config, today);
}
