import { remembered } from "../../remembered.ts";
import type { JudgingRule } from "../../rule.ts";
import { scanText } from "../../text/scan.ts";

export const dynamicKey: JudgingRule<string> = {
  id: "key.dynamic-key",
  severity: "error",
  why: "The name of the property is itself data",
  hint: "Send it as the value of a declared property, or not at all",
  finds: (name) => name.length > MAX_LENGTH || isData(name),
  examples: {
    finds: ["jane@example.com", "src/billing.ts", "two words", "x".repeat(65), "203.0.113.42"],
    passes: ["message_length", "$feature", "x".repeat(64)],
  },
};

const MAX_LENGTH = 64;

const isData = remembered((name) => /[\s/\\@]/.test(name) || scanText(name).length > 0, MAX_LENGTH);
