import { array, assert, boolean, constantFrom, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { canonicalText } from "../../src/privacy/release/canonical.ts";
import { keyOf, type KeptCell } from "../../src/collector/ledger.ts";
import { readPeriod } from "../../src/collector/reading.ts";
import { tell } from "../../src/collector/telling.ts";

const PERIOD = "2026-W47";
const DIMENSIONS = ["os", "version"];
const MIN_COUNT = 3;

/** A step: somebody counts in a row, once, or somebody reads. */
type Step = { readonly os: string; readonly version: string; readonly isOlder: boolean } | "read";

const step = oneof(
  {
    weight: 5,
    arbitrary: record({
      os: constantFrom("linux", "darwin"),
      version: constantFrom("1", "2", "3"),
      isOlder: boolean(),
    }),
  },
  { weight: 1, arbitrary: constantFrom("read" as const) },
);

/**
 * Plays the steps. The nth person counts 2^n, so that a number tells who stands behind it.
 *
 * @returns every number that each reading told, by where it stood
 */
function play(steps: readonly Step[]): ReadonlyMap<string, bigint>[] {
  const cells = new Map<string, KeptCell>();
  const readings: ReadonlyMap<string, bigint>[] = [];
  let people = 0;
  for (const each of steps) {
    if (each === "read") {
      for (const cell of tell([...cells.values()], DIMENSIONS, MIN_COUNT))
        cells.set(keyOf(cell), cell);
      readings.push(numbersIn([...cells.values()]));
      continue;
    }
    const { os, version, isOlder } = each;
    const dimensions = canonicalText(isOlder ? { os } : { os, version });
    const key = { period: PERIOD, schema: 1, signal: "turns", bucket: "total", dimensions };
    const held = cells.get(keyOf(key)) ?? { ...key, told: 0, untold: 0, contributors: [] };
    const contributors = [...held.contributors, String(people)].slice(0, MIN_COUNT);
    cells.set(keyOf(key), { ...held, untold: held.untold + 2 ** people, contributors });
    people += 1;
  }
  return readings;
}

/** What can be read in any way: as a whole, and by each choice of dimensions. */
function numbersIn(cells: readonly KeptCell[]): ReadonlyMap<string, bigint> {
  const numbers = new Map<string, bigint>();
  for (const by of [[], ["os"], ["version"], DIMENSIONS])
    for (const { signals, rows = [] } of readPeriod(PERIOD, cells, by)) {
      put(numbers, "all", signals["turns"]?.["total"]);
      for (const { dimensions, signals: told } of rows)
        put(numbers, JSON.stringify([by, dimensions]), told["turns"]?.["total"]);
    }
  return numbers;
}

function put(numbers: Map<string, bigint>, where: string, count: number | null | undefined): void {
  if (typeof count === "number") numbers.set(where, BigInt(count));
}

const peopleIn = (count: bigint): number => count.toString(2).replaceAll("0", "").length;

/** A difference of two numbers as a number of people, where it is a set of people at all. */
function apart(more: bigint, less: bigint): number | undefined {
  return (more & less) === less ? peopleIn(more - less) : undefined;
}

test("no number, and no difference of numbers of one reading or of two, is of fewer than min_count", () => {
  assert(
    property(array(step, { maxLength: 48 }), (steps) => {
      const told = play([...steps, "read"]).flatMap((numbers) => [...numbers.values()]);
      const differences = told.flatMap((more) => told.map((less) => apart(more, less)));
      const few = [...told.map(peopleIn), ...differences].filter(
        (people) => people !== undefined && people > 0 && people < MIN_COUNT,
      );
      expect(few).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test("what was told is never taken back", () => {
  assert(
    property(array(step, { maxLength: 48 }), (steps) => {
      const readings = play([...steps, "read"]).map((numbers) => numbers.get("all") ?? 0n);
      expect(readings).toEqual(readings.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    }),
  );
});

test("all are told when there are enough of them, however they are spread", () => {
  assert(
    property(array(step, { maxLength: 30 }), (steps) => {
      const counts = steps.filter((each) => each !== "read");
      const all = play([...counts, "read"])
        .at(-1)
        ?.get("all");
      expect(all).toBe(counts.length < MIN_COUNT ? undefined : 2n ** BigInt(counts.length) - 1n);
    }),
  );
});
