import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capped } from "../../../src/metrics/cap.ts";
import type { LabelSignal, Signal } from "../../../src/metrics/signal.ts";
import { capacityOf } from "../../../src/privacy/release/capacity.ts";
import { judgePayload } from "../../../src/privacy/release/judge-payload.ts";
import { payloadOf, schemaOf } from "../../../src/privacy/release/payload.ts";
import { MAX_COUNT, uploadSchema } from "../../../src/privacy/release/upload-schema.ts";

const selection = { on: "turn_done", when: [], unless: new Map() };
const turns = (max?: number): Signal => ({ kind: "count", name: "turns", ...selection, max });
const finish = (max?: number): LabelSignal => ({
  kind: "label",
  name: "finish",
  ...selection,
  label: "finish",
  fold: "none",
  buckets: ["stop"],
  other: "other",
  max,
});
const shape = (...signals: Signal[]) =>
  ({ signals, period: "week", schema: 1, dimensions: [] }) as const;
const counting = (turned: number, stopped: number): Map<string, Map<string, number>> =>
  new Map([
    ["turns", new Map([["total", turned]])],
    ["finish", new Map([["stop", stopped]])],
  ]);

describe("a declared max", () => {
  test("is the most that a payload says in a bucket, whatever was counted", () => {
    const metrics = shape(turns(5), finish());
    expect(payloadOf(counting(7, 9), metrics, "2026-11-21")).toBe(
      '{"counts":{"finish":{"stop":9},"turns":{"total":5}},"period":"2026-W47","schema":1}',
    );
  });

  test("makes every payload one that its schema allows", () => {
    const max = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(max, max, count, count, (first, second, turned, stopped) => {
        const metrics = shape(turns(first), finish(second));
        const payload = payloadOf(counting(turned, stopped), metrics, "2026-11-21");
        expect(judgePayload(payload, schemaOf(metrics))).toEqual([]);
        const upload = uploadSchema({ metrics, catalogue: { common: new Map() } });
        expect(judgePayload(payload, upload)).toEqual([]);
      }),
    );
  });

  test("passed is out of range, in a payload and in an upload", () => {
    const text = '{"counts":{"turns":{"total":6}},"period":"2026-W47","schema":1}';
    const metrics = shape(turns(5));
    const upload = uploadSchema({ metrics, catalogue: { common: new Map() } });
    for (const schema of [schemaOf(metrics), upload])
      expect(judgePayload(text, schema)).toEqual(["out.out-of-range"]);
  });

  test("is no more than a batch may say at all", () => {
    const metrics = shape(turns(MAX_COUNT + 1), finish());
    const { signals } = uploadSchema({ metrics, catalogue: { common: new Map() } });
    expect([...signals.values()].map(({ max }) => max)).toEqual([MAX_COUNT, MAX_COUNT]);
  });

  test("cuts what was counted in any order to the same", () => {
    const signals = [turns(3)];
    const once = capped(counting(7, 9), signals);
    expect(capped(once, signals)).toEqual(once);
    expect(once).toEqual(counting(3, 9));
  });
});

test("an upload names no bucket of an open label, and a payload shows what is not known", () => {
  const metrics = shape({ ...finish(), buckets: undefined, other: undefined });
  const upload = uploadSchema({ metrics, catalogue: { common: new Map() } });
  expect(upload.signals.get("finish")?.buckets).toEqual([]);
  expect(schemaOf(metrics).signals.get("finish")?.buckets).toEqual(["?"]);
});

describe("the capacity of one installation in one period", () => {
  test.each([
    ["of a cap of 255 is 8 bits", [turns(255)], 8],
    ["of a cap of 255 on each of two buckets is 16 bits", [finish(255)], 16],
    ["of a cap of 1 is 1 bit: it was, or it was not", [turns(1)], 1],
    ["of signals adds up before it is rounded", [turns(2), finish(2)], 5],
    ["without a cap is that of an integer", [turns()], 53],
  ])("%s", (_, signals, bits) => {
    expect(capacityOf(shape(...signals)).bits).toBe(bits);
  });

  test("is told for each signal, and in all has no bound where one has none", () => {
    const open: Signal = { ...finish(1), buckets: undefined };
    expect(capacityOf(shape(turns(1), open))).toEqual({
      bits: null,
      signals: [
        { signal: "turns", bits: 1 },
        { signal: "finish", bits: null },
      ],
    });
  });
});
