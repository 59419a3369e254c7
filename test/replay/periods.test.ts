import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPeriods } from "../../src/replay/periods.ts";

test.each([
  ["day", "2026-01-31T23:30:00-02:00", "2026-02-01"],
  ["week", "2026-02-01T00:00:00Z", "2026-W05"],
  ["month", "2026-02-01T00:00:00Z", "2026-02"],
  ["week", "never", ""],
  ["week", 7, ""],
  ["week", undefined, ""],
] as const)("the %s of %j is %j", (unit, timestamp, period) => {
  expect(createPeriods(unit)({ timestamp })).toBe(period);
});

test("what came before changes nothing", () => {
  const timestamp = fc.constantFrom(
    "2026-01-01T00:00:00Z",
    "2026-01-01T09:00:00Z",
    "2026-01-05T00:00:00Z",
    "never",
    undefined,
    0,
  );
  fc.assert(
    fc.property(fc.array(timestamp), (timestamps) => {
      const periodIn = createPeriods("week");
      for (const each of timestamps)
        expect(periodIn({ timestamp: each })).toBe(createPeriods("week")({ timestamp: each }));
    }),
  );
});
