import { describe, expect, test } from "vitest";
import type { Catalogue } from "../../src/event/catalogue.ts";
import { createLogReader } from "../../src/replay/log-reader.ts";
import type { Reading } from "../../src/replay/reader.ts";
import { agent, app, fields, kind } from "./catalogues.ts";

/** What came of some lines: the counters that moved, and the readings without their bodies. */
function read(
  catalogue: Catalogue,
  ...texts: (string | null)[]
): { counters: object; came: string[] } {
  const reader = createLogReader(catalogue);
  const readings = texts.flatMap((text, at) => [...reader.read({ number: at + 1, text }).readings]);
  const moved = [...reader.counters()].filter(([, times]) => times > 0);
  return { counters: Object.fromEntries(moved), came: readings.map(shown) };
}
const shown = (reading: Reading): string =>
  "event" in reading
    ? `${reading.came} ${reading.event.name} ${reading.event.line}:${reading.event.index}`
    : `${reading.came} ${reading.line}${reading.came === "malformed" ? `:${reading.index}` : ""}`;

const usage = (fieldsText: string): string => `{"kind":"usage","usage":{${fieldsText}}}`;

const start = (catalogue: Catalogue): string =>
  [...createLogReader(catalogue).counters()].map(([name, times]) => `${name} ${times}`).join(" ");

describe("any log", () => {
  test.each([
    ["", "blank"],
    [" \t ", "blank"],
    [null, "oversized"],
    ["\ufeff{}", "malformed"],
    ["\u00a0", "malformed"],
    ["\r", "malformed"],
    ["{", "malformed"],
    ["NaN", "malformed"],
    ['{"kind":Infinity}', "malformed"],
    ['{"kind":"text"} // why', "malformed"],
    ['{"kind":"text",}', "malformed"],
    ["{'kind':'text'}", "malformed"],
    ['{"kind":"text"}{"kind":"text"}', "malformed"],
  ])("line %j is %s and in no other class (L4 to L6, L8)", (text, counter) => {
    for (const catalogue of [agent, app])
      expect(read(catalogue, text).counters).toEqual({ lines: 1, [counter]: 1 });
  });

  test("white space around an event is allowed (L6)", () => {
    expect(read(agent, ' \t{"kind":"text"} \t').counters).toEqual({ lines: 1, observed: 1 });
  });

  test("of duplicate keys the last one counts (L7)", () => {
    expect(read(agent, '{"kind":"nothing","kind":"text"}').came).toEqual(["event text 1:0"]);
  });

  test("all counters are there from the start", () => {
    const common = "lines 0 blank 0 malformed 0 oversized 0";
    expect(start(agent)).toBe(`${common} invalid 0 unknownKind 0 observed 0`);
    expect(start(app)).toBe(`${common} singleLines 0 batchLines 0 events 0 malformedEvents 0`);
  });

  test.each(["[", '{"a":'])("a hundred thousand nested %s end in a counted line", (open) => {
    const close = open === "[" ? "]" : "}";
    const deep = `${open.repeat(100_000)}0${close.repeat(100_000)}`;
    expect(read(agent, deep).counters).toEqual({ lines: 1, malformed: 1 });
    expect(read(agent, `{"kind":"usage","usage":${deep}}`).counters).toMatchObject({ lines: 1 });
    expect(read(app, `{"event":"app_started","properties":{"x":${deep}}}`).counters).toEqual({
      lines: 1,
      singleLines: 1,
      events: 1,
    });
  });
});

describe("a stream", () => {
  test.each([
    "7",
    '"text"',
    "null",
    "[]",
    '[{"kind":"text"}]',
    "{}",
    '{"kind":7}',
    '{"Kind":"text"}',
  ])("%s names no kind and is malformed (E1)", (text) => {
    expect(read(agent, text)).toEqual({
      counters: { lines: 1, malformed: 1 },
      came: ["malformed 1:null"],
    });
  });

  test.each(["memory_compiler_stats", "Text", " text", "", "constructor", "toString", "__proto__"])(
    "kind %j is not declared and is ignored (E2)",
    (name) => {
      expect(read(agent, JSON.stringify({ kind: name })).counters).toEqual({
        lines: 1,
        unknownKind: 1,
      });
    },
  );

  test("a stream that is not closed observes what it does not know", () => {
    const open = { ...agent, closed: false };
    expect(read(open, '{"kind":"new"}', '{"kind":"new","ts":7}').counters).toEqual({
      lines: 2,
      observed: 1,
      invalid: 1,
    });
  });

  test.each([
    '{"kind":"usage"}',
    '{"kind":"usage","usage":null}',
    usage('"finishReason":null,"cacheHitTokens":null'),
    usage('"finishReason":"","cacheHitTokens":0,"cacheMissTokens":9007199254740991'),
    usage('"cacheHitTokens":1e3,"cacheMissTokens":7.0,"other":{"deep":[-1]}'),
    '{"kind":"turn_done","err":"x","outcome":"anything","usage":7}',
    '{"kind":"text","text":7,"tool":"hammer"}',
    '{"kind":"tool_result","tool":{"err":null,"output":{"x":1}}}',
    '{"kind":"notice","text":null,"level":7}',
  ])("%s is observed (E3, E4)", (text) => {
    expect(read(agent, text).counters).toEqual({ lines: 1, observed: 1 });
  });

  test.each([
    '{"kind":"usage","usage":[]}',
    '{"kind":"usage","usage":"x"}',
    usage('"finishReason":7'),
    usage('"finishReason":["stop"]'),
    usage('"cacheHitTokens":"7"'),
    usage('"cacheHitTokens":1.5'),
    usage('"cacheMissTokens":-1'),
    usage('"cacheMissTokens":9007199254740992'),
    usage('"cacheMissTokens":1e400'),
    usage('"cacheMissTokens":true'),
    '{"kind":"turn_done","err":{"message":"x"}}',
    '{"kind":"turn_done","outcome":7}',
    '{"kind":"tool_result","tool":[]}',
    '{"kind":"tool_result","tool":{"err":false}}',
    '{"kind":"notice","code":7}',
    '{"kind":"text","ts":7}',
  ])("%s has a wrong type and is invalid (E3)", (text) => {
    expect(read(agent, text)).toMatchObject({ counters: { lines: 1, invalid: 1 } });
  });

  test("its name may stand deeper", () => {
    const deep = { ...agent, name: "meta.kind" };
    expect(read(deep, '{"meta":{"kind":"text"}}').came).toEqual(["event text 1:0"]);
  });

  test("null is absent, whatever the type says about null", () => {
    const events = new Map([["x", fields({ a: kind("boolean", false), b: kind("count", true) })]]);
    expect(read({ ...agent, events }, '{"kind":"x","a":null,"b":null}').counters).toEqual({
      lines: 1,
      observed: 1,
    });
  });
});

describe("a capture", () => {
  test("single events and batches may be mixed, and an event knows its place", () => {
    const { counters, came } = read(
      app,
      '{"event":"a","properties":{}}',
      '{"batch":[{"event":"b"},{"event":"c"}]}',
      '{"event":"d"}',
    );
    expect(counters).toEqual({ lines: 3, singleLines: 2, batchLines: 1, events: 4 });
    expect(came).toEqual(["event a 1:0", "batch 2", "event b 2:0", "event c 2:1", "event d 3:0"]);
  });

  test("members of a batch that are no events are counted, and the others keep their index", () => {
    expect(read(app, '{"batch":[7,{"event":"a"},{"event":7},null,[],{"event":"b"}]}')).toEqual({
      counters: { lines: 1, batchLines: 1, events: 2, malformedEvents: 4 },
      came: [
        "batch 1",
        "malformed 1:0",
        "event a 1:1",
        "malformed 1:2",
        "malformed 1:3",
        "malformed 1:4",
        "event b 1:5",
      ],
    });
  });

  test("an empty batch is a line without events", () => {
    const { counters, came } = read(app, '{"batch":[]}');
    expect(counters).toEqual({ lines: 1, batchLines: 1 });
    expect(came).toEqual(["batch 1"]);
  });

  test("a list named batch decides, even beside a name", () => {
    expect(read(app, '{"event":"a","batch":[{"event":"b"}]}').came).toEqual([
      "batch 1",
      "event b 1:0",
    ]);
    expect(read(app, '{"event":"a","batch":{"event":"b"}}').came).toEqual(["event a 1:0"]);
  });

  test.each(["7", "null", "[]", '[{"event":"a"}]', "{}", '{"event":null}', '{"batch":"x"}'])(
    "%s is malformed",
    (text) => {
      expect(read(app, text).counters).toEqual({ lines: 1, malformed: 1 });
    },
  );

  test("names that objects inherit are names like any other", () => {
    const line = '{"event":"constructor","properties":{"__proto__":{"x":1}}}';
    expect(read(app, line).came).toEqual(["event constructor 1:0"]);
    expect(({} as Record<string, unknown>)["x"]).toBe(undefined);
  });
});
