import type { Rule } from "../../rule.ts";

export const notExercised: Rule = {
  id: "input.not-exercised",
  severity: "note",
  why: "No log reaches what is declared, so it was not checked",
  hint: "Replay a log that does",
};
