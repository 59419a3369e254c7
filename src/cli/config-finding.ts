import type { Config } from "../config/config.ts";
import { pointerOf } from "../config/problem.ts";
import type { Finding } from "../privacy/finding.ts";
import { findingAt } from "../privacy/finding-at.ts";

/** A finding at the place in the config that these keys lead to, or the nearest that is there. */
export function findingIn(
  { file, locate }: Pick<Config, "file" | "locate">,
  rule: string,
  keys: readonly string[],
): Finding {
  return findingAt(rule, { path: file, line: locate(keys).line, pointer: pointerOf(keys) });
}
