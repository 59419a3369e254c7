import { describe, expect, test } from "vitest";
import type { JudgingRule } from "../../src/privacy/rule.ts";
import { nameRules, termsRules } from "../../src/privacy/run/exception-rules.ts";
import { otherRules } from "../../src/privacy/run/rules.ts";

const rules: readonly JudgingRule<unknown>[] = [...termsRules, ...nameRules, ...otherRules];

describe.each(rules)("$id", (rule) => {
  const { finds, passes } = rule.examples;
  test.each(finds)("finds %j", (example) => expect(rule.finds(example)).toBe(true));
  test.each(passes)("passes %j", (example) => expect(rule.finds(example)).toBe(false));
});
