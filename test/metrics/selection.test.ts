import { expect, test } from "vitest";
import { fieldAt } from "../../src/metrics/path.ts";
import { selection } from "../../src/metrics/selection.ts";
import type { FieldMatch } from "../../src/metrics/signal.ts";

const row = (conditions: Record<string, (string | number | boolean)[]>): FieldMatch =>
  new Map(Object.entries(conditions));
const selects = (when: FieldMatch[], unless: FieldMatch = row({})): ReturnType<typeof selection> =>
  selection({ when, unless }, fieldAt);

test("a signal without conditions counts every event of its name", () => {
  expect(selects([])({})).toBe(true);
});

test("all conditions of a row must hold, and any row will do", () => {
  const chosen = selects([row({ a: [1], b: [2] }), row({ c: [true] })]);
  expect([{ a: 1, b: 2 }, { a: 1 }, { c: true }, { a: 1, c: false }].map(chosen)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("values are compared with their type, and a list asks for any of its members", () => {
  const chosen = selects([row({ "deep.code": ["a", 7] })]);
  const say = (code: unknown): boolean => chosen({ deep: { code } });
  expect(["a", 7, "7", null, ["a"], "A"].map(say)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("a trailing star asks for a prefix, case and all", () => {
  const chosen = selects([row({ text: ["empty final*"] })]);
  const texts = ["empty final", "empty final answer", "Empty final answer", "an empty final", 7];
  expect(texts.map((text) => chosen({ text }))).toEqual([true, true, false, false, false]);
});

test("unless takes an event away when any of its fields matches", () => {
  const chosen = selects([], row({ outcome: ["paused", "uncertain"], code: ["x*"] }));
  const events = [{}, { outcome: "paused" }, { outcome: "done" }, { outcome: "done", code: "xy" }];
  expect(events.map(chosen)).toEqual([true, false, true, false]);
});
