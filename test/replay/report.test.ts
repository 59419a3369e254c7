import { expect, test } from "vitest";
import type { Finding } from "../../src/privacy/finding.ts";
import type { Replay } from "../../src/replay/result.ts";
import { text } from "../../src/report/formats/text.ts";
import { reportReplay } from "../../src/report/replay.ts";

const finding: Finding = {
  rule: "event.unknown-property",
  severity: "error",
  path: "a.jsonl",
  line: 3,
  event: 0,
  pointer: "properties.title",
  count: 7,
  fingerprint: "0".repeat(32),
  message: "The property is not declared",
};
const input: Finding = {
  ...finding,
  rule: "input.malformed",
  severity: "warning",
  line: 9,
  event: null,
  pointer: "",
  count: 1,
  fingerprint: "1".repeat(32),
  message: "This cannot be read as an event",
};
const replayed: Replay = {
  verdict: "fail",
  logs: [
    {
      path: "a.jsonl",
      format: "capture",
      reader: new Map([
        ["lines", 9],
        ["blank", 0],
        ["events", 8],
      ]),
    },
    { path: "b.jsonl", format: "capture", reader: new Map([["lines", 0]]) },
  ],
  events: new Map([
    ["?", 1],
    ["__proto__", 7],
  ]),
  features: new Map([["$feature/pricing", new Map([['"test"', 2]])]]),
  counters: new Map([["turns", new Map([["total", 5]])]]),
  findings: [
    finding,
    { ...finding, line: 4, event: 2 },
    { ...finding, line: 5 },
    { ...finding, line: 6 },
    { ...finding, path: "b.jsonl", line: 1, count: 1 },
    input,
  ],
};
const read = (replay: Replay): string =>
  text.render({ command: "replay", exitCode: 1, report: reportReplay(replay), diagnostics: [] });

test("data has the shape of the contract", () => {
  const { outcome, data } = reportReplay(replayed);
  expect(outcome).toBe("findings");
  expect(data).toEqual({
    verdict: "fail",
    logs: [
      { path: "a.jsonl", format: "capture", reader: { lines: 9, blank: 0, events: 8 } },
      { path: "b.jsonl", format: "capture", reader: { lines: 0 } },
    ],
    events: JSON.parse('{"?":1,"__proto__":7}'),
    features: { "$feature/pricing": { '"test"': 2 } },
    counters: { turns: { total: 5 } },
    findings: replayed.findings,
  });
});

test("a person reads the verdict first, then findings folded by fingerprint", () => {
  expect(read(replayed).split(/\n+/)).toEqual([
    "FAIL  1 error, 1 warning in 2 logs",
    "Closed shape",
    "────────────",
    "severity  rule                    at                count  first places",
    "error     event.unknown-property  properties.title  8      a.jsonl:3, a.jsonl:4 event 2, a.jsonl:5, …",
    "This run",
    "────────",
    "severity  rule             at  count  first places",
    "warning   input.malformed  -   1      a.jsonl:9",
    "What they mean",
    "──────────────",
    "  event.unknown-property: The property is not declared",
    "  input.malformed: This cannot be read as an event",
    "Logs",
    "────",
    "  a.jsonl (capture): 9 lines, 8 events",
    "  b.jsonl (capture): 0 lines",
    "Counters",
    "────────",
    "name   counts",
    "turns  total 5",
    "Flags",
    "─────",
    "name              counts",
    '$feature/pricing  "test" 2',
    "Events",
    "──────",
    "  ? 1  __proto__ 7",
    "",
  ]);
});

test("what the baseline knows is listed, and counted apart", () => {
  const shown = read({ ...replayed, verdict: "pass", findings: [], known: [finding, input] });
  expect(shown).toMatch(/^PASS {2}0 errors, 0 warnings, 2 known in 2 logs\n/);
  expect(shown).toContain("Known\n─────\n  event.unknown-property properties.title ×7\n");
});

test("a passing replay says so and needs no findings", () => {
  const passing: Replay = { ...replayed, verdict: "pass", findings: [] };
  expect(reportReplay(passing).outcome).toBe("ok");
  expect(read(passing)).toMatch(/^PASS {2}0 errors, 0 warnings in 2 logs\n+Logs\n/);
});

test("many kinds of finding still fit a screen, and the rest is named", () => {
  const findings = Array.from({ length: 40 }, (_, at) => ({
    ...finding,
    pointer: `properties.p${at}`,
    fingerprint: String(at).padStart(32, "0"),
  }));
  const shown = read({ ...replayed, findings });
  expect(shown).toContain("FAIL  40 errors");
  expect(shown).toContain("… and more: 15 errors, 0 warnings; --format json lists them all");
  expect(shown.match(/properties\.p/g)?.length).toBe(25);
});
