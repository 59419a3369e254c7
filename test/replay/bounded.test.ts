import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bounded, placesOf } from "../../src/replay/bounded.ts";
import { replayLog } from "../../src/replay/replay-log.ts";
import type { LogReplay } from "../../src/replay/result.ts";
import { appRules, carrying, jsonl, log } from "./rules.ts";

/** A log of which the first property leaks so often, the second so often, and so on. */
async function leaking(path: string, times: readonly number[]): Promise<LogReplay> {
  const lines = times.flatMap((count, at) =>
    Array.from({ length: count }, () => carrying({ [`note${"abc"[at]}`]: 1 })),
  );
  return replayLog(log(jsonl(carrying({}), ...lines), path), appRules);
}

/** How many places each fingerprint of each log has. */
function sizes(logs: readonly LogReplay[]): number[] {
  const counts = new Map<string, number>();
  for (const { path, findings } of logs)
    for (const { fingerprint } of findings)
      counts.set(path + fingerprint, (counts.get(path + fingerprint) ?? 0) + 1);
  return [...counts.values()];
}

test("findings that have room stay as they are", async () => {
  const logs = [await leaking("a", [3, 4]), await leaking("b", [2])];
  expect(bounded(logs, 9)).toBe(logs);
});

test("where they have none, each fingerprint of a log keeps its first places, and its count", async () => {
  const logs = [await leaking("a", [5, 2]), await leaking("b", [9])];
  const kept = bounded(logs, 9);
  expect(sizes(kept)).toEqual([3, 2, 3]);
  expect(placesOf(kept)).toBe(3);
  const [first] = kept;
  expect(first?.findings.slice(0, 3).map(({ line, count }) => [line, count])).toEqual([
    [2, 5],
    [3, 5],
    [4, 5],
  ]);
});

test("a fingerprint never goes unmentioned", async () => {
  expect(sizes(bounded([await leaking("a", [5, 5, 5])], 1))).toEqual([1, 1, 1]);
});

test("asked after each log or after all, it comes to the same", async () => {
  const times = fc.array(fc.nat(12), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(times, { maxLength: 5 }), fc.nat(40), async (all, most) => {
      const logs = await Promise.all(all.map((each, at) => leaking(`${at}`, each)));
      let growing: readonly LogReplay[] = [];
      for (const each of logs) growing = bounded([...growing, each], most);
      expect(sizes(bounded(growing, most))).toEqual(sizes(bounded(logs, most)));
    }),
    { numRuns: 200 },
  );
});
