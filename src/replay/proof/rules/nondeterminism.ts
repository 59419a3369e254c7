import type { SealedRule } from "../rule.ts";

export const nondeterminism: SealedRule = {
  id: "flow.nondeterminism",
  severity: "error",
  why: "Two runs over the same events sent different bytes",
  hint: "Find what reads it",
  examples: {
    finds: [numberOfRun],
    passes: [() => () => "one"],
  },
};

let runs = 0;

/** Counts the runs of this process, so that no two are alike. */
function numberOfRun(): () => string {
  const run = (runs += 1);
  return () => String(run);
}
