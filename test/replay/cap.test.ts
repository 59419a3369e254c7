import { expect, test } from "vitest";
import { replay } from "../../src/replay/replay.ts";
import { agentRules, data, jsonl, log } from "./rules.ts";

const turns = {
  kind: "count",
  name: "turns",
  on: "turn_done",
  when: [],
  unless: new Map(),
} as const;
const rules = {
  ...agentRules,
  privacy: { ...agentRules.privacy, minCount: 1 },
  metrics: { ...agentRules.metrics, signals: [{ ...turns, max: 3 }] },
};
const turned = (times: number): string =>
  jsonl(...Array.from({ length: times }, () => ({ kind: "turn_done" })));

test("a cap cuts what each installation sends and what is released of all, and no counter", async () => {
  const replayed = await replay([log(turned(5), "a.jsonl"), log(turned(2), "b.jsonl")], rules);
  expect(data(replayed)).toMatchObject({ verdict: "pass", counters: { turns: { total: 7 } } });
  const { payloads = [], signals = new Map() } = replayed.release ?? {};
  expect(payloads.map(({ payload }) => JSON.parse(payload).counts)).toEqual([
    { turns: { total: 3 } },
    { turns: { total: 2 } },
  ]);
  expect(signals.get("turns")?.buckets).toEqual(new Map([["total", 5]]));
});
