import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Signal } from "../../src/metrics/signal.ts";
import { joinParts } from "../../src/replay/parts/merge.ts";
import { replayLog, replayPart } from "../../src/replay/replay-log.ts";
import { conclude, type ReplayRules } from "../../src/replay/replay.ts";
import type { LogReplay, PartReplay } from "../../src/replay/result.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { stream, toBytes } from "./bytes.ts";
import { agentRules, appRules, jsonl } from "./rules.ts";

const LF = 0x0a;

/** The parts between the line ends that are nearest behind the given places. */
async function partsOf(
  bytes: Uint8Array,
  places: readonly number[],
  rules: ReplayRules,
): Promise<PartReplay[]> {
  const ends = places.map((place) => bytes.indexOf(LF, place) + 1).filter((end) => end > 0);
  const cuts = [0, ...new Set(ends.toSorted((a, b) => a - b)), bytes.length];
  const parts: PartReplay[] = [];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const chunks = stream(bytes.subarray(from, cuts[index + 1]));
    parts.push(await replayPart({ path: "a.jsonl", chunks, isContinued: index > 0 }, rules));
  }
  return parts;
}

function joined(parts: readonly PartReplay[], rules: ReplayRules): LogReplay {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("a log has a part");
  const log = joinParts(first, rules);
  for (const part of others) log.add(part);
  return log.close();
}

/** All that a report says, with what may be released. */
function said(log: LogReplay, rules: ReplayRules): string {
  const replay = conclude([log], rules);
  const { data } = reportReplay(replay);
  return JSON.stringify({ data, release: replay.release }, (_, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );
}

async function expectSame(
  content: string | Uint8Array,
  places: readonly number[],
  rules: ReplayRules,
): Promise<void> {
  const bytes = toBytes(content);
  const keyed = { ...rules, runKey: "a run" };
  const whole = await replayLog({ path: "a.jsonl", chunks: stream(bytes) }, keyed);
  const parts = await partsOf(bytes, places, keyed);
  const log = joined(parts, keyed);
  expect(said(log, keyed)).toBe(said(whole, keyed));
  const { people, crowd, properties } = whole;
  expect(log).toMatchObject({ people, crowd, properties });
}

const turns: Signal = {
  kind: "label",
  name: "turns",
  on: "app_started",
  when: [],
  unless: new Map(),
  label: "how",
  fold: "none",
  buckets: ["ok", "bad"],
  other: "other",
};

/** A capture of which consent decides what is counted. */
const asking: ReplayRules = {
  ...appRules,
  privacy: { ...appRules.privacy, minCount: 2 },
  metrics: {
    ...appRules.metrics,
    consent: { on: "consent", granted: "granted" },
    signals: [turns],
  },
};

const start = (who: string): object => ({
  event: "app_started",
  distinct_id: who,
  properties: { how: "ok" },
});
const consent = (granted: boolean): object => ({
  event: "consent",
  distinct_id: "ann",
  properties: { granted },
});
const day = (at: number): string => new Date(Date.UTC(2020, 0, at)).toISOString();
const linesOf = (part: LogReplay): number => part.reader.get("lines") ?? 0;

test.each([
  ["a capture", "mux/mux-posthog-capture.jsonl", appRules],
  ["a stream with consent", "reasonix/reasonix-events.jsonl", agentRules],
])(
  "%s says the same in parts of any size",
  async (_, file, rules) => {
    const bytes = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url));
    for (const count of [2, 9]) {
      const places = Array.from({ length: count }, (__, at) => (at * bytes.length) / count);
      await expectSame(new Uint8Array(bytes), places, rules);
    }
  },
  60_000,
);

describe("wherever a log is cut", () => {
  const person = fc.constantFrom("ann", "bob", "cem", "dee", "eve");
  const event = fc
    .record({
      distinct_id: person,
      event: fc.constantFrom("app_started", "app_started", "consent", "undeclared", 3),
      timestamp: fc.constantFrom("2026-06-01T00:00:00Z", "2026-06-09T00:00:00Z", "never"),
      properties: fc.record(
        {
          version: fc.constantFrom("v1.2.3", "jane@example.com"),
          how: fc.constantFrom("ok", "bad", "worse"),
          granted: fc.constantFrom(true, false, "yes"),
          "$feature/theme": fc.constantFrom(true, "dark", "/Users/jane/x"),
          note: fc.constantFrom("see /Users/jane/x", 4),
        },
        { requiredKeys: ["granted"] },
      ),
    })
    .map((body) => JSON.stringify(body));
  const line = fc.oneof(
    { weight: 12, arbitrary: event },
    {
      weight: 2,
      arbitrary: fc.array(event, { maxLength: 4 }).map((batch) => `{"batch":[${batch.join()}]}`),
    },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "{", "\uFEFF{}", "1", '{"event":"a"}\r') },
  );
  const log = fc
    .tuple(
      fc.constantFrom("", "\uFEFF", "\n\n"),
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
    )
    .map(([mark, lines, end, isEnded]) => mark + lines.join(end) + (isEnded ? end : ""));
  const places = fc.array(fc.nat(6_000), { maxLength: 6 });

  test("a report says the same, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(log, places, async (content, at) => expectSame(content, at, asking)),
      { numRuns: 400 },
    );
  }, 60_000);
});

describe("what one part cannot know", () => {
  test("is whether there was consent before: what was counted stands or falls with it", async () => {
    for (const [granted, expected] of [
      [true, 2],
      [false, undefined],
    ] as const) {
      const parts = [jsonl(consent(granted)), jsonl(start("ann")), jsonl(start("bob"))];
      const content = parts.join("");
      await expectSame(content, [1, (parts[0] ?? "").length + 1], asking);
      const seen = joined(await partsOf(toBytes(content), [1], asking), asking);
      expect(seen.counters.get("turns")?.get("ok")).toBe(expected);
    }
  });

  test("is the line it begins at", async () => {
    const content = `${jsonl(start("ann"), start("bob"))}{\n{\n`;
    const seen = joined(await partsOf(toBytes(content), [1, 150, 190], asking), asking);
    const broken = seen.findings.filter(({ rule }) => rule === "input.malformed");
    expect(broken.map(({ line, count }) => [line, count])).toEqual([
      [3, 2],
      [4, 2],
    ]);
  });

  test("is whether the log is empty", async () => {
    const content = `{\n{\n${jsonl(start("ann"))}{\n`;
    await expectSame(content, [0, 2, 6], asking);
    await expectSame("{\n{\n{\n", [0, 2], asking);
  });

  test("is which places are the first thousand", async () => {
    const leak = { event: "app_started", properties: { how: "ok", note: "/Users/jane/x" } };
    const content = jsonl(...Array.from({ length: 1_500 }, () => leak));
    await expectSame(content, [20_000, 60_000, 60_100], appRules);
  });
});

test("more days and properties than are kept are the same ones in any parts", async () => {
  const lines = Array.from({ length: 1_600 }, (_, at) => ({
    event: "app_started",
    distinct_id: "ann",
    timestamp: day((at * 7) % 1_600),
    properties: { how: "ok", [`p${(at * 11) % 1_600}`]: at },
  }));
  const rules = { ...asking, metrics: { ...asking.metrics, consent: undefined } };
  await expectSame(jsonl(...lines), [40_000, 90_000, 130_000], rules);
});

test("nothing behind an incomplete part is told", async () => {
  const content = jsonl(...Array.from({ length: 9 }, () => ({ event: "app_started" })));
  const [first, second, third] = await partsOf(toBytes(content), [1, 80], appRules);
  if (!first || !second || !third) throw new Error("three parts");
  const log = joined([first, { ...second, isIncomplete: true }, third], appRules);
  expect(linesOf(log)).toBe(linesOf(first) + linesOf(second));
  expect(conclude([log], appRules)).toMatchObject({ verdict: "fail", isIncomplete: true });
});
