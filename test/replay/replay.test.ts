import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replay } from "../../src/replay/replay.ts";
import { replayLog } from "../../src/replay/replay-log.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { boundedV1, seedV1 } from "../metrics/reasonix.ts";
import { stream } from "./bytes.ts";
import { agentRules, appRules, carrying, data, jsonl, log } from "./rules.ts";

const says = (granted: unknown): object => ({ kind: "consent_changed", granted });

describe("the agent's log of the seed", () => {
  const folder = new URL("../../fixtures/reasonix/", import.meta.url);
  const bytes = readFileSync(new URL("reasonix-events.jsonl", folder));
  const expected = JSON.parse(
    readFileSync(new URL("reasonix-events.expected.json", folder), "utf8"),
  );

  test("counts exactly to the closed mapping", async () => {
    const seen = data(await replay([log(bytes)], agentRules));
    expect(seen).toEqual({
      verdict: "pass",
      logs: [{ path: "a.jsonl", format: "stream", reader: expected.reader }],
      events: expected.eventsByKind,
      features: {},
      counters: expected.profiles.bounded_v1,
      findings: [],
    });
  });

  test("counts to the seed's mapping but for what the provider wrote", async () => {
    const seen = data(await replay([log(bytes)], { ...agentRules, metrics: seedV1 }));
    expect(seen).toMatchObject({ events: expected.eventsByKind });
    expect(seen["counters"]).toEqual({ ...expected.profiles.seed_v1, finish_reason: { "?": 55 } });
  });

  test("nothing of it is repeated", async () => {
    for (const metrics of [boundedV1, seedV1]) {
      const report = JSON.stringify(
        reportReplay(await replay([log(bytes)], { ...agentRules, metrics })),
      );
      for (const secret of expected.forbiddenSubstrings) expect(report).not.toContain(secret);
    }
  });

  test("two logs are the sum of each", async () => {
    const cut = bytes.indexOf("\n", 20_000) + 1;
    const parts = [log(bytes.subarray(0, cut), "a"), log(bytes.subarray(cut), "b")];
    const seen = data(await replay(parts, agentRules));
    expect(seen["counters"]).toEqual(expected.profiles.bounded_v1);
    expect(seen["events"]).toEqual(expected.eventsByKind);
  });

  test("it reads the same however it is cut into chunks", async () => {
    const whole = data(await replay([log(bytes)], agentRules));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 200 }), async (cuts) => {
        const chunks = stream(bytes, cuts);
        expect(data(await replay([{ path: "a.jsonl", chunks }], agentRules))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });
});

describe("what is counted in a capture", () => {
  test("declared events by name, all others together", async () => {
    const names = ["app_started", "message_sent", "secret_event", "constructor", "__proto__", "?"];
    const result = await replay([log(jsonl(...names.map((event) => ({ event }))))], appRules);
    expect(data(result)["events"]).toEqual({ app_started: 1, message_sent: 1, "?": 4 });
  });

  test("flags and values that the config declares, all others together", async () => {
    const content = jsonl(
      carrying({ "$feature/pricing": "test", "$feature/beta-ui": true }),
      carrying({ "$feature/pricing": "test", "$feature/beta-ui": "test" }),
      carrying({ "$feature/pricing": "Test", "$feature/secret": "control" }),
      carrying({ "$feature/pricing": null, "$feature/": false, "$feature/__proto__": {} }),
      { event: "unheard", properties: { "$feature/pricing": false } },
      { event: "app_started", properties: ["$feature/pricing"] },
      { event: "app_started", "$feature/pricing": "test" },
    );
    expect(data(await replay([log(content)], appRules))["features"]).toEqual({
      "$feature/pricing": { '"test"': 2, "?": 2, false: 1 },
      "$feature/beta-ui": { true: 1, "?": 1 },
      "$feature/?": { "?": 2, false: 1 },
    });
  });

  test("properties that are no object are empty", async () => {
    const content = jsonl({ event: "app_started", properties: "x" }, { event: "app_started" });
    expect(data(await replay([log(content)], appRules))).toMatchObject({
      logs: [{ reader: { events: 2 } }],
      features: {},
    });
  });
});

describe("consent that a log tells", () => {
  const metrics = { ...boundedV1, consent: { on: "consent_changed", granted: "granted" } };
  const turn = { kind: "turn_done" };
  const turns = async (...logs: string[]): Promise<unknown> =>
    data(
      await replay(
        logs.map((content) => log(content)),
        { ...agentRules, metrics },
      ),
    )["counters"];

  test("is heard though the catalogue does not know its event", async () => {
    expect(await turns(jsonl(turn, says(true), turn, says(false), turn))).toEqual({
      turns: { total: 1 },
    });
  });

  test("is each log's own", async () => {
    expect(await turns(jsonl(says(true), turn), jsonl(turn))).toEqual({ turns: { total: 1 } });
  });
});

test("memory does not grow with the log", async () => {
  const line = jsonl({ kind: "text", text: "x".repeat(1_000) }).repeat(256);
  async function* long(runs: number): AsyncGenerator<Uint8Array, void, undefined> {
    const chunk = new TextEncoder().encode(line);
    for (let run = 0; run < runs; run += 1) yield chunk;
  }
  const result = await replayLog({ path: "long", chunks: long(400) }, agentRules);
  expect(result.reader.get("observed")).toBe(400 * 256);
  expect(process.memoryUsage().rss).toBeLessThan(500 * 2 ** 20);
});
