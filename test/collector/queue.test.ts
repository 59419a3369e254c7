import { once } from "node:events";
import { expect, test } from "vitest";
import { createQueue } from "../../src/collector/queue.ts";

test("what waits when a run begins is one group, and each item gets its own result", async () => {
  const groups: number[][] = [];
  const { add } = createQueue<number, number>(async (next) => {
    await Promise.resolve();
    const group = next();
    groups.push([...group]);
    return group.map((item) => item * 10);
  });
  expect(await Promise.all([1, 2, 3].map(add))).toEqual([10, 20, 30]);
  expect(await add(4)).toBe(40);
  expect(groups).toEqual([[1, 2, 3], [4]]);
});

test("a run that fails fails its group, and the next one runs", async () => {
  let runs = 0;
  const { add } = createQueue<number, number>(async (next) => {
    runs += 1;
    await Promise.resolve();
    if (runs === 1) throw new Error("could not begin");
    const group = next();
    if (runs === 2) throw new Error("could not end");
    return group;
  });
  await expect(add(1)).rejects.toThrow("could not begin");
  const both = Promise.allSettled([add(2), add(3)]);
  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await add(4)).toBe(4);
});

test("a group has its bounds, and so has waiting", async () => {
  const sizes: number[] = [];
  const gate = new AbortController();
  const { add } = createQueue<number, number>(async (next) => {
    if (!gate.signal.aborted) await once(gate.signal, "abort");
    const group = next();
    sizes.push(group.length);
    return group;
  });
  const waiting = Array.from({ length: 10_000 }, async (_, item) => add(item));
  expect(await add(10_000)).toBeUndefined();
  gate.abort();
  expect(await Promise.all(waiting)).toHaveLength(10_000);
  expect(sizes).toEqual(Array.from({ length: 10 }, () => 1_000));
});
