import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { KeptCell, Receipt } from "../../src/collector/ledger.ts";
import { sqliteStore } from "../../src/collector/sqlite-store.ts";
import { type CollectorStore, memoryStore } from "../../src/collector/store.ts";
import { openSqliteFile, type SqliteFile } from "../../src/disk/sqlite-file.ts";
import { folder } from "../disk/folder.ts";
import { BODY, collecting } from "./collecting.ts";
import { keptCells } from "./kept.ts";

async function opened(path: string): Promise<SqliteFile> {
  const file = await openSqliteFile(path);
  onTestFinished(() => void file.close());
  return file;
}

const inFolder = async (): Promise<string> => join(await folder(), "counts.db");

const stores: readonly (readonly [string, () => Promise<CollectorStore>])[] = [
  ["in memory", async () => memoryStore()],
  ["in SQLite", async () => sqliteStore(await opened(await inFolder()))],
];

const receipt: Receipt = {
  id: "a",
  period: "2026-W47",
  accepted: 2,
  refused: { "out.size-cap": 1 },
};
const cell: KeptCell = {
  period: "2026-W47",
  schema: 2,
  signal: "turns",
  bucket: "total",
  dimensions: '{"os":"linux"}',
  told: 3,
  untold: 4,
  contributors: ["it's", "me"],
};

describe.each(stores)("a store %s", (_, open) => {
  test("gives back what it was given, in the same transaction and later", async () => {
    const { transact } = await open();
    const read = async (): Promise<unknown> =>
      transact(async (ledger) => [await ledger.receipt("a"), await ledger.cell(cell)]);
    expect(await read()).toEqual([undefined, undefined]);
    await transact(async (ledger) => {
      await ledger.addReceipt(receipt);
      await ledger.setCell({ ...cell, untold: 1 });
      await ledger.setCell(cell);
      expect(await ledger.receipt("a")).toEqual(receipt);
      expect(await ledger.cells("2026-W47")).toEqual([cell]);
    });
    expect(await read()).toEqual([receipt, cell]);
  });

  test("keeps nothing of a deed that fails, and goes on", async () => {
    const { transact } = await open();
    await transact(async (ledger) => ledger.setCell(cell));
    const failing = transact(async (ledger) => {
      await ledger.addReceipt(receipt);
      await ledger.setCell({ ...cell, untold: 99 });
      await ledger.setCell({ ...cell, schema: 3 });
      await ledger.forgetCells("2026-W47");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    const left = await transact(async (ledger) => [
      await ledger.receipt("a"),
      await ledger.cells("2026-W47"),
    ]);
    expect(left).toEqual([undefined, [cell]]);
  });

  test("does one deed at a time", async () => {
    const { transact } = await open();
    const addOne = async (): Promise<void> =>
      transact(async (ledger) => {
        const held = (await ledger.cell(cell)) ?? { ...cell, untold: 0 };
        await Promise.resolve();
        await ledger.setCell({ ...held, untold: held.untold + 1 });
      });
    await Promise.all(Array.from({ length: 20 }, addOne));
    expect(await transact(async (ledger) => ledger.cell(cell))).toMatchObject({ untold: 20 });
  });

  test("forgets a period's receipts and its cells, and no other's", async () => {
    const { transact } = await open();
    const other = { ...cell, period: "2026-W48" };
    await transact(async (ledger) => {
      await ledger.addReceipt(receipt);
      await ledger.addReceipt({ ...receipt, id: "b", period: "2026-W46" });
      await ledger.setCell(other);
      await ledger.setCell(cell);
    });
    const periods = async (): Promise<unknown> => transact(async (ledger) => ledger.periods());
    expect(await periods()).toEqual(["2026-W46", "2026-W47", "2026-W48"]);
    await transact(async (ledger) => {
      await ledger.forgetReceipts("2026-W46");
      await ledger.forgetCells("2026-W47");
    });
    expect(await periods()).toEqual(["2026-W47", "2026-W48"]);
    expect(await transact(async (ledger) => ledger.receipt("a"))).toEqual(receipt);
  });
});

describe("a store in SQLite", () => {
  test("outlives its process, and is the owner's alone (R21)", async () => {
    const path = await inFolder();
    const first = collecting({ store: sqliteStore(await opened(path)) });
    await first.post(BODY, "once");
    const again = sqliteStore(await opened(path));
    expect(await collecting({ store: again }).post(BODY, "once")).toEqual([
      202,
      { accepted: 2, refused: {} },
    ]);
    expect(await keptCells(again)).toMatchObject([{ count: 2 }, { count: 3 }]);
    const modes = [path, `${path}-wal`].map((each) => statSync(each).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  test("is shared by collectors: an id counts once with all of them (R2)", async () => {
    const path = await inFolder();
    const open = async (): Promise<CollectorStore> => sqliteStore(await opened(path));
    const [here, there] = [await open(), await open()];
    const [one, two] = [collecting({ store: here }), collecting({ store: there })];
    for (let batch = 0; batch < 10; batch += 1)
      for (const each of [one, two, one])
        // oxlint-disable-next-line no-await-in-loop -- each knows what the other took
        await each.post(BODY, `${batch}`);
    expect(await keptCells(there)).toMatchObject([{ count: 20 }, { count: 30 }]);
  });

  test("that is full counts nothing and says so, and takes the same batch once there is room (R2)", async () => {
    const file = await opened(await inFolder());
    const store = sqliteStore(file);
    const { post } = collecting({ store });
    file.exec("PRAGMA max_page_count = 1");
    const long = "x".repeat(100);
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, who) => (await post(BODY, `${who}${long}`))[0]),
    );
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(await keptCells(store)).toEqual([]);
    file.exec("PRAGMA max_page_count = 1000000");
    expect((await post(BODY, `0${long}`))[0]).toBe(202);
    expect(await keptCells(store)).toMatchObject([{ count: 2 }, { count: 3 }]);
  });

  test("writes its version into the file, and leaves a later one's alone", async () => {
    const path = await inFolder();
    const file = await opened(path);
    sqliteStore(file);
    file.exec("PRAGMA user_version = 2");
    expect(() => sqliteStore(file)).toThrow("a later assay wrote it");
  });

  test("leaves another application's database as it is", async () => {
    const file = await opened(await inFolder());
    file.exec("CREATE TABLE diary (line TEXT)");
    expect(() => sqliteStore(file)).toThrow("it is another application's");
    expect(file.prepare("SELECT count(*) AS n FROM sqlite_schema").get()).toMatchObject({ n: 1 });
  });

  test("in a file that is none is refused by a name that says nothing of the path", async () => {
    const path = await inFolder();
    writeFileSync(path, "dear diary\n".repeat(100));
    const file = await opened(path);
    expect(() => sqliteStore(file)).toThrow("not a database");
    await expect(openSqliteFile(await folder())).rejects.toMatchObject({
      kind: "config",
      message: expect.stringMatching(/^Cannot use "assay-disk-[^/]*": EISDIR$/),
    });
  });
});
