import type { FlowRule } from "../rule.ts";

export const canaryLeak: FlowRule = {
  id: "flow.canary-leak",
  severity: "error",
  why: "A value that must not count came out",
  hint: "Find what reads it",
};
