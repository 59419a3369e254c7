import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inFindingOrder } from "../../src/privacy/finding-order.ts";
import { records } from "../../src/replay/records.ts";
import { openLog } from "../../src/replay/replay-log.ts";
import type { ReplayRules } from "../../src/replay/replay.ts";
import type { LogReplay } from "../../src/replay/result.ts";
import { stream, toBytes } from "./bytes.ts";
import { manyKinds, randomBatches, randomLogs } from "./random-lines.ts";
import { agentRules } from "./rules.ts";

/** A replay, and how many lines went the short way. */
async function replayed(
  content: string | Uint8Array,
  rules: ReplayRules,
  { cuts = [], isLong = false }: { cuts?: readonly number[]; isLong?: boolean } = {},
): Promise<LogReplay> {
  const log = openLog("a.jsonl", { ...rules, runKey: "a run" });
  const pieces = { path: "a.jsonl", chunks: stream(content, cuts) };
  for await (const run of records(pieces, rules.catalogue.name))
    for (const record of run) {
      // Without its bytes a line is read as it always was.
      const isText = isLong && "text" in record;
      log.take(isText ? { number: record.number, text: record.text } : record);
    }
  const result = log.close();
  // Their order is made when all logs are known.
  return { ...result, findings: result.findings.toSorted(inFindingOrder) };
}

async function expectSame(
  content: string | Uint8Array,
  rules: ReplayRules,
  cuts: readonly number[] = [],
): Promise<void> {
  const long = await replayed(content, rules, { isLong: true });
  expect(await replayed(content, rules, { cuts })).toEqual(long);
}

test.each([
  ["a capture", "mux/mux-posthog-capture.jsonl", manyKinds],
  ["a stream", "reasonix/reasonix-events.jsonl", agentRules],
])("%s that comes again and again", async (_, file, by) => {
  const log = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url));
  await expectSame(new Uint8Array([...log, ...log, ...log]), by, [10_000, 70_000, 70_001]);
});

/** How many lines there are, and of how many the text was asked for. */
async function linesOf(log: Uint8Array, rules: ReplayRules): Promise<[number, number]> {
  const open = openLog("a.jsonl", rules);
  let lines = 0;
  let asked = 0;
  const pieces = { path: "a.jsonl", chunks: stream(log) };
  for await (const run of records(pieces, rules.catalogue.name))
    for (const record of run) {
      lines += 1;
      open.take({
        ...record,
        get text() {
          asked += 1;
          return "text" in record ? record.text : null;
        },
        ...("stretch" in record && record.stretch && { stretch: record.stretch }),
      });
    }
  return [lines, asked];
}

test.each([
  ["a stream", "\n"],
  ["a stream with the line ends of Windows", "\r\n"],
])("a line of a known shape is not parsed: %s", async (_, end) => {
  const file = new URL("../../fixtures/reasonix/reasonix-events.jsonl", import.meta.url);
  const log = readFileSync(file, "utf8").replaceAll("\n", end);
  const [lines, asked] = await linesOf(toBytes(log.repeat(4)), agentRules);
  expect(lines).toBeGreaterThan(1_000);
  expect(asked).toBeLessThan(lines / 5);
});

test.each(["},{", "}, {", "} , {"])("nor is a batch of known events: %s", async (divider) => {
  const members = [
    '{"event":"message_sent","properties":{"model":"alpha"}}',
    '{"event":"app_started","properties":{"version":"1"}}',
    '{"event":"message_sent","properties":{"model":"beta"}}',
  ];
  const log = [1, 2, 3, 2, 1]
    .map((count) => members.slice(0, count).join(",").replaceAll("},{", divider))
    .map((batch) => `{"api_key":"phc_x","batch":[${batch}],"sent_at":"${batch.length}"}\n`);
  const [lines, asked] = await linesOf(toBytes(log.join("").repeat(20)), manyKinds);
  expect(lines).toBe(100);
  expect(asked).toBeLessThan(20);
});

const RUNS = 300;

/** Counts what is sent after consent was given. */
const consented: ReplayRules = {
  ...manyKinds,
  metrics: {
    ...manyKinds.metrics,
    consent: { on: "app_started", granted: "first" },
  },
};

describe("a log of which shapes come again", () => {
  test("says the same the short way and the long way", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLogs,
        fc.array(fc.nat(4_000), { maxLength: 3 }),
        async (content, cuts) => {
          const log = toBytes(content.repeat(3));
          await expectSame(
            log,
            manyKinds,
            cuts.filter((cut) => cut < log.length),
          );
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);

  test("says the same of batches", async () => {
    await fc.assert(
      fc.asyncProperty(randomBatches, fc.boolean(), async (content, isAsked) => {
        await expectSame(toBytes(content.repeat(3)), isAsked ? consented : manyKinds);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test("says the same of bytes that are no UTF-8", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLogs,
        fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 0x80, max: 0xff }))),
        async (content, odd) => {
          const bytes = toBytes(content.repeat(3));
          for (const [at, byte] of odd) if (at < bytes.length) bytes[at] = byte;
          await expectSame(bytes, manyKinds);
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);
});

/** Lines of one event, each with these properties. */
const sent = (...properties: readonly string[]): string =>
  properties.map((each) => `{"event":"message_sent","properties":{${each}}}\n`).join("");

test("what stands in a place is a scalar here, an object or a list there", async () => {
  const ways = [
    "1",
    "{}",
    "[]",
    '{"how":"ok"}',
    '{"how":"bad","when":2}',
    "[1]",
    '["ok",{}]',
    '"ok"',
  ];
  const lines = ways.flatMap((first) => ways.map((second) => `"note":${first},"nested":${second}`));
  await expectSame(sent(...lines, ...lines, ...lines, ...lines.toReversed()), manyKinds);
});

test("properties of an export are text that is opened here, and none or no JSON there", async () => {
  const ways = ["null", '"jane@example.com"', '"{\\"model\\":\\"gamma\\"}"', "1", "{}"];
  const lines = [...ways, ...ways, ...ways.toReversed()].map(
    (each) => `{"event":"message_sent","created_at":"2026-01-01","properties":${each}}\n`,
  );
  await expectSame(lines.join(""), manyKinds);
});

const textsOf = (at: number): readonly string[] => [
  `/Users/jane${at}/x`,
  `jane${at}@example.com`,
  `jane${at}@example.com +1 415 555 0${100 + at}`,
  `word${at}`,
  ["control", "test", "elsewhere"][at % 3] ?? "",
];

test.each(["note", "unheard", "$feature/checkout", "$feature/other", "effective/checkout"])(
  "texts at %s that say the same, and others",
  async (key) => {
    const lines = Array.from({ length: 60 }, (_, at) => textsOf(at)).flat();
    await expectSame(sent(...lines.map((text) => `"${key}":"${text}"`)), {
      ...manyKinds,
      catalogue: { ...manyKinds.catalogue, flags: new Map([["checkout", ["control", "test"]]]) },
    });
  },
);

test("a batch is no event, though a shape of an event says batch too", async () => {
  const ways = ["1", "[]", "{}", '[{"event":"message_sent"}]', '"x"', "[]"];
  const lines = ways.map((each) => `{"event":"message_sent","batch":${each}}\n`);
  await expectSame([...lines, ...lines].join(""), manyKinds);
});

test("what only looks like a batch is none", async () => {
  const event = '{"event":"message_sent","properties":{"model":"alpha"}}';
  const other = '{"event":"app_started"}';
  const good = `{"api_key":"k","batch":[${event},${other}]}\n`;
  const odd = [
    `{"api_key":"k";"batch":[${event}]}`,
    `{"api_key""k","batch":[${event}]}`,
    `{"api_key":"k","batch";[${event}]}`,
    `{"api_key":"k","batch":[${event}],"batch":[]}`,
    `{"api_key":"k","batch":[${event}],"api_key":"k"}`,
    `{"api_key":"k","batch":[${event};${other}]}`,
    `{"api_key":"k","batch":[${event}${other}]}`,
    `{"api_key":"k","batch":[${event},]}`,
    `{"api_key":"k","batch":[${event}]`,
    `{"api_key":"k","batch":[${event}`,
    `{"api_key":"k","batch":[${event}}}`,
    `{"api_key":"k","batch":[${event}]]`,
    `{"api_key":"k","batch":[${event}]}}`,
    `{"api_key":k,"batch":[${event}]}`,
    `{"created_at":"2026-01-01","batch":[${event}]}`,
    `{"api_key":"k","sentAt":1,"batch":[${event}]}`,
    '{"api_key":"k"}',
    "{}",
  ];
  await expectSame(good + odd.map((line) => `${line}\n${good}`).join(""), manyKinds);
});

test("places hold more values than are kept, and then the same again", async () => {
  const values = Array.from({ length: 14_000 }, (_, at) => `${at % 7}${at}`);
  const lines = values.map((at) => `"length_b2":${at},"note":"n ${at}","model":"${at} m"`);
  const once = lines.slice(0, 2_000);
  const twice = lines.flatMap((line) => [line, line]);
  await expectSame(sent(...once, ...once, ...twice, ...once.slice(0, 300)), manyKinds);
}, 60_000);
