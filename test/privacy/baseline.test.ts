import { describe, expect, test } from "vitest";
import { divide, isStale, judgeBaseline, parseBaseline } from "../../src/privacy/baseline.ts";
import type { Finding } from "../../src/privacy/finding.ts";

const finding = (given: Partial<Finding> = {}): Finding => ({
  rule: "pii.email",
  severity: "error",
  path: "a.jsonl",
  line: 1,
  event: 0,
  pointer: "properties.mail",
  count: 2,
  fingerprint: "f".repeat(32),
  message: "An email address",
  ...given,
});
const report = (findings: readonly Finding[], meta: object = {}): unknown =>
  JSON.parse(JSON.stringify({ schema: 1, command: "replay", data: { findings }, meta }));
const baseline = (findings: readonly Finding[], meta: object = {}) => {
  const parsed = parseBaseline(report(findings, meta));
  if (parsed === undefined) throw new Error("not a baseline");
  return parsed;
};
const TODAY = "2026-11-21";
const rulesOf = (meta: object): string[] =>
  judgeBaseline(baseline([], meta), "base.json", TODAY).map(({ rule }) => rule);
const freshOf = (now: readonly Finding[], then: readonly Finding[], meta: object = {}): number =>
  divide(now, baseline(then, meta), TODAY).fresh.length;

describe("a finding is known", () => {
  test("by its fingerprint, wherever its line and log moved", () => {
    expect(freshOf([finding({ line: 90, path: "b.jsonl" })], [finding()])).toBe(0);
    expect(freshOf([finding({ fingerprint: "e".repeat(32) })], [finding()])).toBe(1);
  });

  test("as often as it was, over all logs, and not once more", () => {
    const two = [finding(), finding({ line: 2 }), finding({ path: "b.jsonl", count: 1 })];
    expect(freshOf([finding({ count: 3 })], two)).toBe(0);
    expect(freshOf([finding({ count: 4 })], two)).toBe(1);
    expect(freshOf([finding(), finding({ path: "b.jsonl" })], two)).toBe(2);
  });

  test("to the last day of its baseline", () => {
    expect(freshOf([finding()], [finding()], { expires: "2026-11-21" })).toBe(0);
    expect(freshOf([finding()], [finding()], { expires: "2026-11-20" })).toBe(1);
  });

  test("never where its rule is the proof itself", () => {
    const leak = finding({ rule: "flow.canary-leak" });
    expect(freshOf([leak], [leak])).toBe(1);
  });

  test("in the next baseline too", () => {
    const next = parseBaseline({ data: { findings: [], known: [finding()] } });
    expect(divide([finding()], next, TODAY).fresh).toEqual([]);
  });
});

describe("a baseline says why it stands and until when", () => {
  test.each([
    [{ reason: "cleaned up in March", expires: "2026-12-31" }, []],
    [{ reason: "cleaned up in March", expires: "2026-11-20" }, ["sup.expired-ignore"]],
    [{ reason: " todo ", expires: "2027-12-31" }, ["sup.too-long", "sup.no-reason"]],
    [{}, []],
  ])("%j", (meta, found) => expect(rulesOf(meta)).toEqual(found));

  test("and is stale after 90 days", () => {
    expect(isStale({ date: "2026-08-23" }, TODAY)).toBe(false);
    expect(isStale({ date: "2026-08-22" }, TODAY)).toBe(true);
    expect(isStale({ date: undefined }, TODAY)).toBe(false);
  });
});

test.each([
  [null],
  [[]],
  [{ data: {} }],
  [{ data: { findings: [{ fingerprint: 1 }] } }],
  [{ data: { findings: [null] } }],
  [report([], { expires: "soon" })],
  [report([], { reason: 7 })],
])("no report of a replay: %j", (value) => expect(parseBaseline(value)).toBeUndefined());
