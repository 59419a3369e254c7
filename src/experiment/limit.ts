import { OpsError } from "../errors.ts";
import type { Change } from "./change.ts";

/**
 * Throws `refused` unless every change moves at most this many people, in percent of all of them:
 * those who enter, leave and switch together. Unknown is not zero: a change whose moves depend on
 * who the people are is refused as well, and people who were asked in vain count as moved.
 */
export function requireWithin(
  changes: readonly Pick<Change, "kind" | "key" | "moves" | "sample">[],
  limitPercent: number,
): void {
  const broken = changes.flatMap(({ kind, key, moves, sample }) => {
    if (moves === null)
      return [{ key, message: `${kind} "${key}": who moves depends on who the people are` }];
    const unknown = sample?.unknown ?? 0;
    const percent = (moves.enter + moves.leave + moves.switch + unknown) * 100;
    if (percent <= limitPercent + DUST) return [];
    return [{ key, message: `${kind} "${key}" moves ${shown(percent)} % of people` }];
  });
  if (broken.length === 0) return;
  throw new OpsError("refused", `Cannot go on: more people may move than ${limitPercent} %`, {
    hint: "Take a smaller step, raise --max-reassign, ask people with --users FILE, or leave the limit out; nothing was written",
    diagnostics: broken.map(({ key, message }) => ({
      rule: "plan.max-reassign",
      severity: "error",
      message,
      pointer: key,
    })),
  });
}

/** Shares are doubles: 0.1 + 0.2 is no more than 30 %. */
const DUST = 1e-9;

const shown = (percent: number): number => Math.round(percent * 100) / 100;
