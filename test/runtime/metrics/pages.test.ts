import { expect, test } from "vitest";
import { OpsError } from "../../../src/errors.ts";
import { countsOf, parseBatch } from "../../../src/runtime/metrics/batch.ts";
import { createCounting } from "../../../src/runtime/metrics/counting.ts";
import { createPages } from "../../../src/runtime/metrics/pages.ts";
import { metricsConfig } from "./config.ts";
import { createMachine } from "./machine.ts";
import { TURN } from "./laptop.ts";

test("a batch that is full after a write that failed, though it was made, holds it once", async () => {
  const { folder, owners } = createMachine(
    () => 0.5,
    () => ({ death: 0, fault: 0 }),
  ).start();
  const counting = createCounting(metricsConfig(), () => Date.parse("2026-11-19T12:00:00Z"));
  let isFailing = true;
  let chance = 0;
  const pages = createPages(counting, {
    folder: {
      ...folder,
      append: async (...asked) => {
        const done = await folder.append(...asked);
        if (isFailing) throw new OpsError("config", "Cannot write: EIO");
        return done;
      },
    },
    me: owners.me,
    chance: () => (chance += 1).toString(16).padStart(32, "0"),
    describe: (period, counts, grant) => ({
      ...grant,
      version: "1.4.0",
      payload: { counts: countsOf(counts), period },
    }),
  });
  const grant = { grant: "g", policy: 1 };
  for (let turn = 0; turn < 999_999; turn += 1) counting.observe(TURN);
  await expect(pages.keep(grant)).rejects.toThrow("EIO");
  isFailing = false;
  for (let turn = 0; turn < 3; turn += 1) counting.observe(TURN);
  await pages.keep(grant);
  await pages.seal();
  const totals: number[] = [];
  for (const { name } of await folder.list()) {
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const read = parseBatch((await folder.read(name)) ?? "");
    if (read.holds !== "batch") throw new Error(`the file holds ${read.holds}`);
    const [, total = 0] = /"total":(\d+)/.exec(JSON.stringify(read.batch.payload)) ?? [];
    totals.push(Number(total));
  }
  expect(totals.toSorted((a, b) => a - b)).toEqual([3, 999_999]);
});
