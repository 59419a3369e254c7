import { expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { EvaluatedFlag } from "../../src/report/evaluation.ts";
import { reportEvaluation } from "../../src/report/evaluation.ts";

const flags = compileFlags({
  flags: [
    {
      key: "checkout",
      active: true,
      filters: {
        groups: [
          {
            properties: [{ key: "plan", operator: "exact", value: "pro" }],
            rollout_percentage: 10,
          },
          { rollout_percentage: 50 },
        ],
        multivariate: {
          variants: [
            { key: "control", rollout_percentage: 50 },
            { key: "test", rollout_percentage: 50 },
          ],
        },
        payloads: { test: '{"columns":3}' },
      },
    },
    {
      key: "beta",
      active: true,
      filters: { groups: [{ properties: [{ key: "email", operator: "icontains", value: "@" }] }] },
    },
  ],
});
const person = { distinctId: "user-1", personProperties: { plan: "free" } };

function evaluated(key: string, explain = false): EvaluatedFlag {
  return {
    key,
    outcome: flags.evaluate(key, person),
    source: "config",
    explanation: explain ? flags.explain(key, person) : undefined,
  };
}

test("the data is the contract's", () => {
  const report = reportEvaluation({
    id: "user-1",
    flags: ["checkout", "beta", "__proto__"].map((key) => evaluated(key)),
  });
  expect(report.outcome).toBe("ok");
  expect(JSON.parse(JSON.stringify(report.data))).toEqual(
    JSON.parse(`{"id":"user-1","flags":{
      "checkout":{"value":"test","payload":{"columns":3},"reason":"condition_match","group":1,"source":"config"},
      "beta":{"value":null,"payload":null,"reason":"inconclusive","cause":"missing_context","missing":["email"],"group":null,"source":"config"},
      "__proto__":{"value":null,"payload":null,"reason":"flag_not_found","group":null,"source":"config"}}}`),
  );
});

test.each([
  ["checkout", "test"],
  ["beta", "null"],
])("%s alone is its bare value", (key, text) => {
  const { blocks } = reportEvaluation({ id: "user-1", flags: [evaluated(key)] });
  expect(blocks).toEqual([{ block: "text", text }]);
});

test("several flags are a table", () => {
  const { blocks } = reportEvaluation({
    id: "user-1",
    flags: [evaluated("checkout"), evaluated("beta")],
  });
  expect(blocks).toEqual([
    {
      block: "table",
      columns: ["flag", "value", "reason", "group", "source", "payload"],
      rows: [
        ["checkout", "test", "condition_match", "1", "config", '{"columns":3}'],
        ["beta", "null", "inconclusive: missing_context (email)", "", "config", ""],
      ],
    },
  ]);
});

test("an explanation is the chain that led to the value", () => {
  const { blocks } = reportEvaluation({ id: "user-1", flags: [evaluated("checkout", true)] });
  expect(blocks).toEqual([
    { block: "heading", text: "checkout: test" },
    {
      block: "list",
      items: ["reason: condition_match", "source: config", 'payload: {"columns":3}'],
    },
    { block: "text", text: "Group 0: no_condition_match" },
    {
      block: "list",
      items: [
        'property "plan" exact "pro": no, it is "free"',
        "rollout: hash 0.4483424540878856 > 0.1: out",
      ],
    },
    { block: "text", text: "Group 1: condition_match, decides" },
    {
      block: "list",
      items: [
        "rollout: hash 0.4483424540878856 <= 0.5: in",
        "variant: test, hash 0.5740189872301985 in [0.5, 1)",
      ],
    },
  ]);
});

test("an explanation stands in the data too", () => {
  const { data } = reportEvaluation({ id: "user-1", flags: [evaluated("checkout", true)] });
  expect(JSON.parse(JSON.stringify(data))).toMatchObject({
    flags: {
      checkout: {
        explanation: {
          holdout: null,
          groups: [
            {
              ruling: "no_condition_match",
              filters: [
                { name: "plan", operator: "exact", value: "pro", held: "free", match: "no" },
              ],
            },
            { decided: true, rollout: { hash: 0.4483424540878856, threshold: 0.5 } },
          ],
        },
      },
    },
  });
});

test("a long list that is asked for is cut", () => {
  const value = Array.from({ length: 1000 }, (_, index) => `plan-${index}`);
  const listed = compileFlags({
    flags: [
      { key: "f", active: true, filters: { groups: [{ properties: [{ key: "plan", value }] }] } },
    ],
  });
  const outcome = listed.evaluate("f", person);
  const explanation = listed.explain("f", person);
  const { blocks } = reportEvaluation({
    id: "user-1",
    flags: [{ key: "f", outcome, source: "config", explanation }],
  });
  expect(JSON.stringify(blocks)).toContain("plan-0");
  expect(JSON.stringify(blocks).length).toBeLessThan(500);
});
