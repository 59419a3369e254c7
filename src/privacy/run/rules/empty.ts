import { LOG } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const empty: Rule = {
  id: "input.empty",
  severity: "error",
  why: "No line of this log became an event, so the replay has checked nothing",
  hint: LOG,
};
