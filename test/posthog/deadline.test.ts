import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deadline } from "../../src/posthog/deadline.ts";

/** Collects garbage now, where the runtime lends it. */
function collect(): void {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  if (typeof gc === "function") gc();
}

const after = async (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));

test("a deadline comes although nothing else holds it", async () => {
  const signal = AbortSignal.any([new AbortController().signal, deadline(100).signal]);
  await after(10);
  collect();
  await after(200);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});

test("a deadline that was let go never comes", async () => {
  const { signal, release } = deadline(10);
  release();
  await after(30);
  expect(signal.aborted).toBe(false);
});
