import { OpsError } from "../errors.ts";
import type { Verdict } from "./observed.ts";
import { carryOut, type Staged, stageFor, type Target } from "./stage.ts";
import type { Conclusion } from "./store.ts";

/** Every verdict that PostHog knows. */
export const VERDICTS: readonly Verdict[] = [
  "won",
  "lost",
  "inconclusive",
  "stopped_early",
  "invalid",
];

/** The longest comment that PostHog keeps. */
const MAX_COMMENT = 4000;

/** Reads a conclusion. Throws `usage` for a verdict or a comment that PostHog would not take. */
export function parseConclusion({
  as,
  comment,
}: {
  readonly as: string;
  readonly comment: string | undefined;
}): Conclusion {
  const verdict = VERDICTS.find((known) => known === as);
  if (verdict === undefined)
    throw new OpsError("usage", `Cannot conclude as "${as}": it is no verdict`, {
      hint: `Verdicts are ${VERDICTS.join(", ")}`,
    });
  if (comment !== undefined && comment.length > MAX_COMMENT)
    throw new OpsError("usage", `Cannot use a comment of ${comment.length} characters`, {
      hint: `PostHog keeps ${MAX_COMMENT}`,
    });
  return { verdict, comment };
}

/**
 * Ends an experiment with a verdict. Its flag stays as it is: people keep their variants until one
 * is shipped.
 */
export async function conclude(target: Target, conclusion: Conclusion): Promise<Staged> {
  const staged = await stageFor("conclude", target);
  return carryOut({ verb: "conclude", conclusion }, target, staged);
}
