import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/privacy/finding.ts";
import { conclude, replay } from "../../src/replay/replay.ts";
import { agentRules, appRules, brief, carrying, jsonl, log, privacy, strict } from "./rules.ts";

const found = (part: Partial<Finding>): Finding => ({
  rule: "def.open-label",
  severity: "error",
  path: "assay.toml",
  line: 9,
  event: null,
  pointer: "metrics.signals.x",
  count: 1,
  fingerprint: "f".repeat(32),
  message: "m",
  ...part,
});

const told = (note: string): string => jsonl({ event: "app_started", properties: { note } });

describe("findings about the log itself", () => {
  test("say which lines and members were not read", async () => {
    const content = `{"event":"app_started"}\nsecret\n{"batch":[7,{"event":"app_started"},{}]}\n${"x".repeat(1_048_577)}\n`;
    const result = await replay([log(content)], appRules);
    expect(brief(result)).toEqual([
      ["input.malformed", "warning", "a.jsonl", 2, null, "", 3],
      ["input.malformed", "warning", "a.jsonl", 3, 0, "", 3],
      ["input.malformed", "warning", "a.jsonl", 3, 2, "", 3],
      ["input.oversized", "warning", "a.jsonl", 4, null, "", 1],
    ]);
    expect(result.verdict).toBe("pass");
    expect((await replay([log(content)], { ...appRules, privacy: strict })).verdict).toBe("fail");
  });

  test.each(["", "\n \n", "nothing\n", '{"kind":"unheard"}\n', '{"kind":"usage","usage":7}'])(
    "a log of %j is empty, which is an error",
    async (content) => {
      const result = await replay([log(content)], agentRules);
      expect(result.verdict).toBe("fail");
      expect(brief(result)).toContainEqual(["input.empty", "error", "a.jsonl", null, null, "", 1]);
    },
  );

  test("an empty log fails beside a full one", async () => {
    const result = await replay([log(jsonl({ kind: "text" })), log("", "b")], agentRules);
    expect(brief(result)).toEqual([["input.empty", "error", "b", null, null, "", 1]]);
  });

  test("a graver place after a thousand milder ones is listed, and fails", async () => {
    const text = told("078-05-1120").repeat(1_200) + told("SSN 219-09-9999");
    const open = { ...appRules, catalogue: { ...appRules.catalogue, closed: false } };
    const { verdict, findings } = await replay([log(text)], open);
    const own = findings.filter(({ rule }) => rule === "pii.national-id");
    expect(verdict).toBe("fail");
    expect(own).toHaveLength(1_000);
    expect(own[0]).toMatchObject({ severity: "error", line: 1_201, count: 1_201 });
  });

  test("the first thousand places of a fingerprint are listed, with the total of their log", async () => {
    const bad = "x\n".repeat(1_500) + jsonl({ event: "app_started" });
    const { findings } = await replay([log(bad), log(`x\n${bad}`, "b")], appRules);
    const of = (path: string): Finding[] => findings.filter((finding) => finding.path === path);
    expect(of("a.jsonl").map(({ line }) => line)).toEqual(
      Array.from({ length: 1000 }, (_, at) => at + 1),
    );
    expect([of("a.jsonl")[0]?.count, of("b")[0]?.count, of("b").length]).toEqual([
      1500, 1501, 1000,
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });
});

describe("findings about events", () => {
  const rule = "event.unknown-property";

  test("say where in the log they are, and count the fingerprint's places", async () => {
    const batch = [
      carrying({}),
      carrying({ extra: 2 }),
      { event: "message_sent", properties: { extra: 3 } },
    ];
    const result = await replay([log(jsonl(carrying({ extra: 1 }), { batch }))], appRules);
    expect(brief(result)).toEqual([
      [rule, "error", "a.jsonl", 1, 0, "properties.extra", 2],
      [rule, "error", "a.jsonl", 2, 1, "properties.extra", 2],
      [rule, "error", "a.jsonl", 2, 2, "properties.extra", 1],
    ]);
    expect(result.verdict).toBe("fail");
    const [first, second, third] = result.findings.map(({ fingerprint }) => fingerprint);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("see two names that are both shown as a star as one place", async () => {
    const content = jsonl(carrying({ "a b": 1, "c d": 2 }), carrying({ "e f": 1 }));
    expect(brief(await replay([log(content)], appRules))).toEqual(
      [rule, "key.dynamic-key"].flatMap((id) =>
        [1, 2].map((line) => [id, "error", "a.jsonl", line, 0, "properties.*", 2]),
      ),
    );
  });

  test("end in a verdict, however deep an event nests and whatever its keys are", async () => {
    const deep = `${"[".repeat(100_000)}0${"]".repeat(100_000)}`;
    const wide = `${'{"a":'.repeat(50_000)}"ada@example.org"${"}".repeat(50_000)}`;
    const lines = [deep, wide, '{"__proto__":{"polluted":true},"constructor":1}'].map(
      (value) => `{"event":"app_started","properties":{"extra":${value}}}\n`,
    );
    const result = await replay([log(lines.join(""))], appRules);
    const places = result.findings.filter((finding) => finding.rule === rule);
    expect(places.map(({ line, pointer }) => [line, pointer])).toEqual(
      [1, 2, 3].map((line) => [line, "properties.extra"]),
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("are not looked for in a stream", async () => {
    const content = jsonl({ kind: "text", properties: { extra: "ada@example.org" } });
    expect((await replay([log(content)], agentRules)).findings).toEqual([]);
  });

  test("name a log that may not be named by its position", async () => {
    const bad = jsonl(carrying({ extra: 1 }));
    const result = await replay([log(bad, "a"), log(bad, "/home/ada/b")], appRules);
    expect(result.logs.map(({ path }) => path)).toEqual(["a", "log-2"]);
    expect(result.findings.map(({ path }) => path)).toEqual(["a", "log-2"]);
  });

  test("are left out where the config accepts them, to the last day of the ignore", async () => {
    const ignores = [{ rule, at: "properties.extra", reason: "a constant", expires: "2026-06-30" }];
    const verdictOn = async (today: string, property: string): Promise<string> => {
      const content = jsonl(carrying({ [property]: 1 }));
      const rules = { ...appRules, privacy: { ...privacy, ignores }, today };
      return (await replay([log(content)], rules)).verdict;
    };
    expect(await verdictOn("2026-06-30", "extra")).toBe("pass");
    expect(await verdictOn("2026-07-01", "extra")).toBe("fail");
    expect(await verdictOn("2026-06-30", "other")).toBe("fail");
  });
});

describe("a verdict", () => {
  test("takes what was found in the config beside what was found in logs", async () => {
    const definitions = [found({})];
    const result = await replay([log(jsonl({ kind: "text" }))], { ...agentRules, definitions });
    expect(result).toMatchObject({ verdict: "fail", findings: definitions });
  });

  test.each([
    ["note", "pass", "pass"],
    ["warning", "pass", "fail"],
    ["error", "fail", "fail"],
  ] as const)("with a finding of severity %s is %s, under strict %s", (severity, usual, hard) => {
    const definitions = [found({ severity })];
    expect(conclude([], { ...agentRules, definitions }).verdict).toBe(usual);
    expect(conclude([], { ...agentRules, privacy: strict, definitions }).verdict).toBe(hard);
  });

  test("lists findings by severity, rule, path, line, event and pointer", () => {
    const inOrder = [
      found({ rule: "a.b", line: null }),
      found({ rule: "a.b", line: 2, event: null }),
      found({ rule: "a.b", line: 2, event: 0, pointer: "a" }),
      found({ rule: "a.b", line: 2, event: 0, pointer: "b" }),
      found({ rule: "a.b", line: 2, event: 1 }),
      found({ rule: "a.b", line: 10 }),
      found({ rule: "a.b", path: "b" }),
      found({ rule: "a.c" }),
      found({ rule: "a.a", severity: "warning" }),
      found({ rule: "a.a", severity: "note" }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (definitions) => {
        expect(conclude([], { ...agentRules, definitions }).findings).toEqual(inOrder);
      }),
    );
  });
});
