import * as fc from "fast-check";
import { expect, test } from "vitest";
import { add, type Counts, merge, type Tally } from "../../src/metrics/tally.ts";

const cell = fc.tuple(
  fc.constantFrom("a", "b", "__proto__"),
  fc.constantFrom("x", "y", "?"),
  fc.nat(1e6),
);
const counts: fc.Arbitrary<Counts> = fc.array(cell).map((cells) => {
  const tally: Tally = new Map();
  for (const [signal, bucket, times] of cells) add(tally, signal, bucket, times);
  return tally;
});
/** Everything about counts that can be seen, order included. */
const seen = (held: Counts): unknown => [...held].map(([signal, row]) => [signal, [...row]]);
const total = (held: Counts): number =>
  [...held.values()].flatMap((row) => [...row.values()]).reduce((sum, times) => sum + times, 0);

test("merging does not depend on the order of the parts", () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      expect(seen(merge([a, b]))).toEqual(seen(merge([b, a])));
    }),
  );
});

test("merging does not depend on how the parts are grouped", () => {
  fc.assert(
    fc.property(counts, counts, counts, (a, b, c) => {
      expect(seen(merge([merge([a, b]), c]))).toEqual(seen(merge([a, merge([b, c])])));
    }),
  );
});

test("merging loses nothing, counts nothing twice and leaves its parts alone", () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const before = [seen(a), seen(b)];
      expect(total(merge([a, b]))).toBe(total(a) + total(b));
      expect([seen(a), seen(b)]).toEqual(before);
    }),
  );
});
