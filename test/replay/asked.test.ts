import { expect, test } from "vitest";
import { ruleIds } from "../../src/privacy/rule-ids.ts";
import { askedOfConfig, askedRules } from "../../src/replay/asked.ts";
import { replay } from "../../src/replay/replay.ts";
import { agentRules, appRules, carrying, jsonl, log } from "./rules.ts";

const person = (who: number): object => ({
  event: "app_started",
  distinct_id: `u${who}`,
  properties: { serial: `serial-${who}`, mail: "jane@example.com", at: "/home/jane" },
});
const LOGS = {
  "a capture of people": jsonl(...Array.from({ length: 30 }, (_, who) => person(who))),
  "secrets in undeclared places": jsonl(
    carrying({ key: "AKIAIOSFODNN7EXAMPLE", "jane@example.com": 1, when: "2026-01-31T09:15:27Z" }),
    { event: "unheard", properties: { ip: "203.0.113.42" } },
  ),
  "lines that are no events": "{\n[]\n",
  nothing: "",
};

test.each(Object.entries(LOGS))(
  "every finding is of a rule that was asked: %s",
  async (_, text) => {
    for (const rules of [appRules, agentRules]) {
      const replayed = await replay([log(text)], rules);
      const asked = askedRules(replayed, {});
      expect(
        replayed.findings.map(({ rule }) => rule).filter((rule) => !asked.includes(rule)),
      ).toEqual([]);
    }
  },
);

test("the logs of this law find something", async () => {
  const found = await replay(
    Object.entries(LOGS).map(([path, text]) => log(text, `${path}.jsonl`)),
    appRules,
  );
  expect(new Set(found.findings.map(({ rule }) => rule.replace(/\..*/, ""))).size).toBeGreaterThan(
    5,
  );
});

test("whatever is asked is a rule, each once", async () => {
  const replayed = await replay([log(LOGS["a capture of people"])], appRules);
  const asked = [
    ...askedRules(replayed, {}),
    ...askedOfConfig({ privacy: { maxCapacityBits: 5 }, hasServer: true }),
  ];
  expect(asked.filter((rule) => !ruleIds.includes(rule))).toEqual([]);
  expect(askedRules(replayed, {})).toEqual([...new Set(askedRules(replayed, {}))]);
});
