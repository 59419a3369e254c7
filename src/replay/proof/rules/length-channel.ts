import type { FlowRule } from "../rule.ts";

export const lengthChannel: FlowRule = {
  id: "flow.length-channel",
  severity: "error",
  why: "The length of what must not count changed what is sent",
  hint: "Find what reads it",
};
