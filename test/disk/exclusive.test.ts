import { existsSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exclusively } from "../../src/disk/exclusive.ts";
import { folder } from "./folder.ts";

test("tasks under one lock never run at once, and all of them run", async () => {
  const path = join(await folder(), "deep", "a.lock");
  let running = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () =>
      exclusively(path, async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
        done += 1;
      }),
    ),
  );
  expect(done).toBe(20);
  expect(existsSync(path)).toBe(false);
});

test("a task that throws leaves no lock", async () => {
  const path = join(await folder(), "a.lock");
  const failing = exclusively(path, async () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(path)).toBe(false);
});

test("a lock that a crash left is taken away by one, and one only", async () => {
  const path = join(await folder(), "a.lock");
  writeFileSync(path, "crashed");
  const longAgo = Date.now() / 1000 - 60;
  utimesSync(path, longAgo, longAgo);
  let running = 0;
  const task = async (): Promise<number> => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    return 1;
  };
  const all = await Promise.all(Array.from({ length: 10 }, async () => exclusively(path, task)));
  expect(all).toHaveLength(10);
  expect(existsSync(path)).toBe(false);
});

test("a crash while a lock is taken away keeps nobody out", async () => {
  const path = join(await folder(), "a.lock");
  const longAgo = Date.now() / 1000 - 60;
  for (const left of [path, `${path}.taking`]) {
    writeFileSync(left, "");
    utimesSync(left, longAgo, longAgo);
  }
  await exclusively(path, async () => {});
  expect([existsSync(path), existsSync(`${path}.taking`)]).toEqual([false, false]);
});

test("a lock that a crash left is taken away though the clock was set back since", async () => {
  const path = join(await folder(), "a.lock");
  writeFileSync(path, "crashed");
  const tomorrow = Date.now() / 1000 + 86_400;
  utimesSync(path, tomorrow, tomorrow);
  const began = performance.now();
  await exclusively(path, async () => {});
  expect(performance.now() - began).toBeLessThan(2000);
});

test("who lost the lock while it slept learns it before it writes", async () => {
  const path = join(await folder(), "a.lock");
  await exclusively(path, async (isHeld) => {
    expect(await isHeld()).toBe(true);
    writeFileSync(path, "somebody else");
    expect(await isHeld()).toBe(false);
  });
  expect(statSync(path).isFile()).toBe(true);
});

test("a lock that cannot be made is refused", async () => {
  const path = join(await folder(), "a.lock");
  writeFileSync(path, "a file");
  await expect(exclusively(join(path, "b.lock"), async () => {})).rejects.toMatchObject({
    kind: "config",
  });
});
