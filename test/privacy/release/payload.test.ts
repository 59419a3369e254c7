import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText } from "../../../src/privacy/release/canonical.ts";
import { judgePayload, judgeRecord } from "../../../src/privacy/release/judge-payload.ts";
import type { PayloadSchema } from "../../../src/privacy/release/payload-schema.ts";
import { readPeriod } from "../../../src/privacy/release/period.ts";

const schema: PayloadSchema = {
  version: 1,
  period: "week",
  signals: new Map([["turns", { kind: "counts", buckets: ["total"], max: 9 }]]),
  dimensions: new Map([["os", (value) => value === "linux"]]),
  maxBytes: 200,
  maxCells: 1,
};
const good = { counts: { turns: { total: 3 } }, os: "linux", period: "2026-W05", schema: 1 };

describe("a payload", () => {
  test("in its one form breaks nothing", () => {
    expect(judgePayload(canonicalText(good), schema)).toEqual([]);
  });

  test.each([
    [{ ...good, os: "jane-laptop" }, ["out.string-value"]],
    [{ ...good, os: 7 }, ["out.extra-field"]],
    [{ ...good, note: { deep: ["x"] } }, ["out.extra-field", "out.string-value"]],
    [{ ...good, counts: 3 }, ["out.not-integer"]],
    [{ ...good, counts: { turns: { total: 2 ** 53 } } }, ["out.out-of-range"]],
    [{ ...good, counts: { turns: { total: {} } } }, ["out.not-integer"]],
    [{ ...good, counts: { [`__proto__`]: { total: 1 } } }, ["out.unknown-signal"]],
    [{ ...good, counts: { turns: { total: 1, more: 1 } } }, ["out.size-cap", "out.unknown-bucket"]],
    [[], ["out.extra-field"]],
    ["text", ["out.extra-field", "out.string-value"]],
  ])("%j", (record, rules) => expect(judgeRecord(record, schema)).toEqual(rules));

  test("over its bytes is found whatever it holds", () => {
    expect(judgePayload("é".repeat(101), schema)).toEqual(["out.non-canonical", "out.size-cap"]);
  });

  test("has one canonical text, whatever the order of its keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = canonicalText(value);
        expect(canonicalText(JSON.parse(written))).toBe(written);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("a period", () => {
  test.each([
    ["2026-W05", "week", "right"],
    ["2026-W53", "week", "right"],
    ["2025-W53", "week", "foreign"],
    ["2026-W00", "week", "foreign"],
    ["2026-W05-3", "week", "too-fine"],
    ["2026-031", "week", "too-fine"],
    ["2026-02-30", "week", "foreign"],
    ["2026-01", "week", "foreign"],
    ["2026-01", "month", "right"],
    ["2026-W05", "month", "too-fine"],
    ["2026-01-31", "day", "right"],
    ["2026-01-31T09:00+02:00", "day", "too-fine"],
    ["09:15", "day", "too-fine"],
    [1769850927, "day", "too-fine"],
    [null, "day", "foreign"],
  ] as const)("%j by the %s is %s", (value, unit, read) =>
    expect(readPeriod(value, unit)).toBe(read),
  );
});
