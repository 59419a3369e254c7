import { describe, expect, test } from "vitest";
import type { JudgingRule } from "../../../src/privacy/rule.ts";
import { definitionRules } from "../../../src/privacy/release/definition-rules.ts";
import {
  compatRules,
  consentRules,
  otherRules,
  payloadRules,
  requestRules,
} from "../../../src/privacy/release/rules.ts";

const rules: readonly JudgingRule<unknown>[] = [
  ...definitionRules,
  ...payloadRules,
  ...consentRules,
  ...requestRules,
  ...compatRules,
  ...otherRules,
];

describe.each(rules)("$id", (rule) => {
  const { finds, passes } = rule.examples;
  test.each(finds.map((example) => ({ example })))("finds %j", ({ example }) =>
    expect(rule.finds(example)).toBe(true),
  );
  test.each(passes.map((example) => ({ example })))("passes %j", ({ example }) =>
    expect(rule.finds(example)).toBe(false),
  );
  test("has an example of each", () => {
    expect(Math.min(finds.length, passes.length)).toBeGreaterThan(0);
  });
});
