import type { SinkRule } from "../rule.ts";

export const canaryLeak: SinkRule = {
  id: "flow.canary-leak",
  severity: "error",
  why: "A value that must not count came out",
  hint: "Find what reads it",
  examples: {
    finds: [
      (log) => `Cannot read ${log}`,
      (log) => log.toUpperCase(),
      (log) => JSON.stringify(log),
    ],
    passes: [(log) => `${log.split("\n").length} lines`],
  },
};
