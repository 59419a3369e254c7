import { statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { fileJournalFolder } from "../../../src/disk/journal-folder.ts";
import { saveConsent } from "../../../src/runtime/metrics/consent.ts";
import { previewMetrics } from "../../../src/runtime/metrics/preview.ts";
import { folder } from "../../disk/folder.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS, laptop, TURN } from "./laptop.ts";

/** What the seed gets wrong with its file (`seed-systems.md` 3.1), each as what holds here. */
describe("the counters' files do not have the seed's defect", () => {
  test("R3: what a crash left, sealed or not, is sent by a later run", async () => {
    const { open, end, network, counted } = await laptop();
    const first = await open();
    first.observe(TURN);
    network.answer = () => Response.error();
    await first.flush();
    first.observe(TURN);
    await first.keep();
    end(first);
    network.answer = undefined;
    await (await open()).flush();
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 2 });
  });

  test("R4: processes that count and flush at once lose nothing and count nothing twice", async () => {
    const { open, counted } = await laptop();
    const all = await Promise.all([open(), open(), open()]);
    for (let round = 0; round < 10; round += 1) {
      for (const counters of all) counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      await Promise.all(all.map(async (counters) => counters.flush()));
    }
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 30 });
  });

  test("R5: half a line is as if it was never written, and a damaged batch is set aside", async () => {
    const { open, end, files, counted } = await laptop();
    const torn = await open();
    torn.observe(TURN);
    await torn.keep();
    const [name = ""] = (await files.list()).map((file) => file.name);
    await files.append(name, '0123456789abcdef {"half', "existing");
    end(torn);
    expect(await (await open()).flush()).toMatchObject({ sent: 1, quarantined: 0 });
    const edited = await open();
    edited.observe(TURN);
    await edited.keep();
    const [other = ""] = (await files.list()).map((file) => file.name);
    await files.replace(other, ((await files.read(other)) ?? "").replace('"total":1', '"total":9'));
    end(edited);
    expect(await (await open()).flush()).toMatchObject({ sent: 0, quarantined: 1 });
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1 });
  });

  test("R5: a line that was changed is told of, and the whole one before it holds", async () => {
    const { open, end, files, clock, counted } = await laptop();
    const counters = await open();
    for (let turn = 0; turn < 2; turn += 1) {
      counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one line after the other
      await counters.keep();
    }
    end(counters);
    const [name = ""] = (await files.list()).map((file) => file.name);
    await files.replace(name, ((await files.read(name)) ?? "").replace('"total":2', '"total":9'));
    expect(await previewMetrics(files, metricsConfig(), clock.now)).toMatchObject({
      damagedLines: 1,
      batches: [{ body: expect.stringContaining('"total":1') }],
    });
    expect(await (await open()).flush()).toMatchObject({ sent: 1, damagedLines: 1 });
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1 });
  });

  test("R21: only their owner may read the files", async () => {
    const path = await folder();
    const files = fileJournalFolder(join(path, "metrics"));
    await saveConsent(files, { decision: "granted", at: 0, policy: 1, grant: "g" });
    await files.append("journal", "line\n", "new");
    const modes = ["metrics", "metrics/consent", "metrics/journal"].map(
      (name) => statSync(join(path, name)).mode & 0o777,
    );
    expect(modes).toEqual(process.platform === "win32" ? modes : [0o700, 0o600, 0o600]);
  });

  test("R19: what was set aside, and drafts of a crash, do not stay for ever", async () => {
    const { open, files, clock } = await laptop();
    const id = `${"0".repeat(16)}-${"0".repeat(32)}`;
    await files.append(`${id}.refused`, "x", "new");
    await files.append(`.${id}.sealed.abc.tmp`, "x", "new");
    clock.now = Date.now();
    const counters = await open();
    await counters.flush();
    expect(await files.list()).toHaveLength(3);
    clock.now += 61 * DAY_MS;
    await counters.flush();
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
  });

  test("R19: an event touches no file, and the file of a long session stays short", async () => {
    const { open, files } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
    for (let turn = 0; turn < 1_000; turn += 1) {
      counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await counters.keep();
    }
    const [name = ""] = (await files.list()).map((file) => file.name);
    expect((await files.read(name))?.length).toBeLessThan(64 * 1024);
  }, 30_000);
});
