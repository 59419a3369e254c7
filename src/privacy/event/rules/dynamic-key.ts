import type { Rule } from "../../rule.ts";

export const dynamicKey: Rule = {
  id: "key.dynamic-key",
  severity: "error",
  why: "The name of the property is itself data",
  hint: "Send it as the value of a declared property, or not at all",
};
