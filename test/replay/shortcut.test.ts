import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Signal } from "../../src/metrics/signal.ts";
import { inFindingOrder } from "../../src/privacy/finding-order.ts";
import { records } from "../../src/replay/records.ts";
import { openLog } from "../../src/replay/replay-log.ts";
import type { ReplayRules } from "../../src/replay/replay.ts";
import type { LogReplay } from "../../src/replay/result.ts";
import { object, fields, kind, literals } from "./catalogues.ts";
import { stream, toBytes } from "./bytes.ts";
import { agentRules, appRules } from "./rules.ts";

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

const turns: Signal = {
  kind: "label",
  name: "turns",
  on: "message_sent",
  when: [],
  unless: new Map([["muted", [true]]]),
  label: "nested.how",
  fold: "trim-lower",
  buckets: ["ok", "bad"],
  other: "other",
};

/** Everything a catalogue can say, on a few events. */
const rules: ReplayRules = {
  ...appRules,
  catalogue: {
    ...appRules.catalogue,
    events: new Map([
      ...appRules.catalogue.events,
      [
        "message_sent",
        fields({
          model: literals("alpha", "beta", 3),
          length_b2: kind("power-of-two"),
          note: kind("text"),
          nested: object({ how: kind("text"), when: kind("integer", true) }),
        }),
      ],
    ]),
  },
  metrics: { ...appRules.metrics, consent: undefined, signals: [turns] },
};

test.each([
  ["a capture", "mux/mux-posthog-capture.jsonl", rules],
  ["a stream", "reasonix/reasonix-events.jsonl", agentRules],
])("%s that comes again and again", async (_, file, by) => {
  const log = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url));
  await expectSame(new Uint8Array([...log, ...log, ...log]), by, [10_000, 70_000, 70_001]);
});

test("a line of a known shape is not parsed", async () => {
  const log = readFileSync(
    new URL("../../fixtures/reasonix/reasonix-events.jsonl", import.meta.url),
  );
  const open = openLog("a.jsonl", agentRules);
  let lines = 0;
  let asked = 0;
  const pieces = {
    path: "a.jsonl",
    chunks: stream(new Uint8Array([log, log, log, log].flatMap((part) => [...part]))),
  };
  for await (const run of records(pieces, agentRules.catalogue.name))
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
  expect(lines).toBeGreaterThan(1_000);
  expect(asked).toBeLessThan(lines / 5);
});

const RUNS = 300;

describe("a log of which shapes come again", () => {
  const scalar = fc.constantFrom(
    ..."1|2|-0|1.5|1e3|12|123456789|true|false|null|{}|[]".split("|"),
    ...'"alpha"|"beta"|"ok"|" OK "|""|"a\\u0041"|"\\n"|"é"|"\\ud800"|"/Users/jane/x"'.split("|"),
    ...'"jane@example.com"|"v1.2.3"|"phc_aaaabbbbccccddddeeeeffff1234"|"x y z w v u t s r"'.split(
      "|",
    ),
    `"${"long ".repeat(90)}"`,
  );
  // What is no JSON at all, in the place of a scalar.
  const broken = fc.constantFrom("01", "tru", '"\\x"', '"', "-", "1.", "nul", "+1", "'a'", "NaN");
  const value: fc.Arbitrary<string> = fc.letrec<{ value: string; scalar: string }>((tie) => ({
    scalar,
    value: fc.oneof(
      { weight: 12, arbitrary: tie("scalar") },
      {
        weight: 1,
        arbitrary: fc.tuple(tie("scalar"), tie("value")).map((both) => `[${both.join(", ")}]`),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(tie("scalar"), tie("value")).map(([a, b]) => `{"how":${a},"b c":${b}}`),
      },
    ),
  })).value;
  const key = fc.constantFrom(
    ..."version model length_b2 note nested muted first $feature/theme $feature/gone".split(" "),
    ..."secret email 7 __proto__ constructor $lib distinct_id".split(" "),
  );
  const name = fc.constantFrom(
    '"message_sent"',
    '"app_started"',
    '"gone"',
    '"jane@example.com"',
    "3",
  );
  const properties = fc.tuple(fc.array(fc.tuple(key, fc.nat(3)), { maxLength: 5 }), fc.nat(3)).map(
    ([names, gap]) =>
      (values: readonly string[]) =>
        `{${names.map(([each, at]) => `"${each}":${" ".repeat(gap)}${values[at] ?? "0"}`).join(",")}}`,
  );
  const shape = fc
    .tuple(name, properties, fc.nat(5))
    .map(([event, inner, form]) => (values: readonly string[]): string => {
      const [who = "0"] = values;
      const body = inner(values);
      return (
        [
          `{"event":${event},"distinct_id":${who},"properties":${body}}`,
          `{"distinct_id":${who},"timestamp":"2026-01-0${who.length % 9}T00:00:00Z","event":${event},"properties":${body}}`,
          `{"properties":${body},"event":${event}}`,
          ` {"event" : ${event}, "$set": ${body}, "properties":{}} `,
          `{"batch":[{"event":${event},"properties":${body}},{"event":${event},"properties":${body}}],"sent_at":${who}}`,
          `{"event":${event},"properties":${JSON.stringify(body)}}`,
        ][form] ?? ""
      );
    });
  const lines = fc
    .tuple(
      fc.array(shape, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(
          fc.nat(3),
          fc.array(fc.oneof({ weight: 40, arbitrary: value }, broken), {
            minLength: 4,
            maxLength: 4,
          }),
        ),
        { minLength: 4, maxLength: 40 },
      ),
      fc.constantFrom("\n", "\r\n"),
    )
    .map(([shapes, rows, end]) =>
      rows.map(([at, values]) => (shapes[at % shapes.length] ?? String)(values) + end).join(""),
    );

  test("says the same the short way and the long way", async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(4_000), { maxLength: 3 }), async (content, cuts) => {
        await expectSame(
          content,
          rules,
          cuts.filter((cut) => cut < toBytes(content).length),
        );
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test("says the same of bytes that are no UTF-8", async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 0x80, max: 0xff }))),
        async (content, odd) => {
          const bytes = toBytes(content.repeat(3));
          for (const [at, byte] of odd) if (at < bytes.length) bytes[at] = byte;
          await expectSame(bytes, rules);
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);
});
