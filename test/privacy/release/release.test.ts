import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOf,
  createContributors,
  mergePeople,
} from "../../../src/privacy/release/contributors.ts";
import { judgePayload } from "../../../src/privacy/release/judge-payload.ts";
import { payloadOf, schemaOf } from "../../../src/privacy/release/payload.ts";
import { periodOf } from "../../../src/privacy/release/period.ts";
import { cellOf, releaseOf, totalOf } from "../../../src/privacy/release/release.ts";
import { boundedV1, seedV1 } from "../../metrics/reasonix.ts";

/** Cells by signal and bucket, each with who added to it, once for each. */
function gathered(cells: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>) {
  const people = createContributors(5, "key");
  const counters = new Map(
    Object.entries(cells).map(([signal, row]) => {
      for (const [bucket, names] of Object.entries(row))
        for (const who of names) {
          people.add(cellOf(signal, bucket), who);
          people.add(totalOf(signal), who);
        }
      return [
        signal,
        new Map(Object.entries(row).map(([bucket, who]) => [bucket, who.length])),
      ] as const;
    }),
  );
  return releaseOf(counters, people.people, 5);
}
const hashes = (key: string): unknown => {
  const people = createContributors(5, key);
  people.add("cell", "jane@example.com");
  return [...people.people.values()].flatMap((each) => (each === "enough" ? [] : [...each]));
};
const crowd = (size: number): string[] => Array.from({ length: size }, (_, at) => `u${at}`);

describe("a release", () => {
  test("shows what enough people did, with its total", () => {
    const { signals, small } = gathered({ turns: { total: crowd(6) } });
    expect(signals.get("turns")).toEqual({ buckets: new Map([["total", 6]]), total: 6 });
    expect(small).toEqual([]);
  });

  test("hides a small cell, and a second one that hides it", () => {
    const { signals, small } = gathered({
      plan: { free: crowd(40), pro: crowd(9), team: crowd(2) },
    });
    expect(signals.get("plan")).toEqual({
      buckets: new Map([
        ["free", null],
        ["pro", 9],
        ["team", null],
      ]),
      total: 51,
    });
    expect(small).toEqual([{ signal: "plan", bucket: "team" }]);
  });

  test("withholds a total of few people, however much they did", () => {
    const often = Array.from({ length: 500 }, () => "one");
    const { signals } = gathered({ turns: { ok: often, error: often } });
    expect(signals.get("turns")).toEqual({
      buckets: new Map([
        ["ok", null],
        ["error", null],
      ]),
      total: null,
    });
  });
});

describe("people", () => {
  test("are counted up to a limit, and the same however logs are cut and merged", () => {
    const names = fc.array(fc.array(fc.integer({ min: 0, max: 9 })), { maxLength: 4 });
    fc.assert(
      fc.property(names, (logs) => {
        const parts = logs.map((log) => {
          const people = createContributors(5, "key");
          for (const who of log) people.add("cell", String(who));
          return people.people;
        });
        const distinct = new Set(logs.flat()).size;
        expect(countOf(mergePeople(parts, 5), "cell", 5)).toBe(Math.min(5, distinct));
      }),
    );
  });

  test("are not kept: only hashes under the key of a run", () => {
    expect(hashes("a")).toEqual([expect.any(Number)]);
    expect(hashes("a")).not.toEqual(hashes("b"));
  });
});

describe("a payload", () => {
  const counters = new Map([
    ["turns", new Map([["total", 3]])],
    ["finish_reason", new Map([["?", 1]])],
  ]);

  test("is canonical, names its period and what only the installation knows", () => {
    const shape = { ...boundedV1, dimensions: ["os"], schema: 4 };
    expect(payloadOf(new Map([["turns", new Map([["total", 3]])]]), shape, "2026-11-21")).toBe(
      '{"counts":{"turns":{"total":3}},"os":"?","period":"2026-W47","schema":4}',
    );
  });

  test.each([seedV1, boundedV1])(
    "breaks nothing where every cell is declared or open",
    (metrics) => {
      const own = metrics === seedV1 ? counters : new Map([["turns", new Map([["total", 3]])]]);
      expect(judgePayload(payloadOf(own, metrics, "2026-11-21"), schemaOf(metrics))).toEqual([]);
    },
  );

  test("of a cell that no schema has is found", () => {
    const found = judgePayload(payloadOf(counters, boundedV1, "2026-11-21"), schemaOf(boundedV1));
    expect(found).toEqual(["out.unknown-bucket"]);
  });
});

test.each([
  ["2026-01-01", "2026-W01"],
  ["2024-12-30", "2025-W01"],
  ["2027-01-03", "2026-W53"],
  ["2026-11-21", "2026-W47"],
])("%s is in week %s", (date, week) => {
  expect(periodOf(date, "week")).toBe(week);
  expect(periodOf(date, "month")).toBe(date.slice(0, 7));
  expect(periodOf(date, "day")).toBe(date);
});
