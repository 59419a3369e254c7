import { describe, expect, test } from "vitest";
import { type CollectorStore, memoryStore } from "../../src/collector/store.ts";
import { BODY, collecting, DAY_MS } from "./collecting.ts";
import { keptCells } from "./kept.ts";

const contributor = (who: number, batch = 0): string =>
  `${String(who).padStart(16, "0")}-${String(batch).padStart(32, "0")}`;
const turns = (total: number): typeof BODY | object => ({ ...BODY, counts: { turns: { total } } });
const told = (total: number | null): unknown => ({
  min_count: 5,
  periods: [{ period: "2026-W47", schema: 2, signals: { turns: { total } } }],
});

const row = (os: string | null, version: string | null, total: number): unknown => ({
  dimensions: { os, version },
  signals: { turns: { total } },
});

describe("what is read", () => {
  test("is null for few contributors, however much they counted and often they sent (R10, R15)", async () => {
    const { post, get, clock } = collecting();
    clock.now += 3 * DAY_MS;
    for (let batch = 0; batch < 8; batch += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await post(turns(500), contributor(batch % 4, batch));
    expect(await get()).toEqual(told(null));
  });

  test("is the sum over dimensions for enough of them, and only once a period is over", async () => {
    const { post, get, clock } = collecting();
    for (let who = 0; who < 5; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await post(
        { ...BODY, os: who % 2 ? "darwin" : "linux", counts: { turns: { total: 2 } } },
        contributor(who),
      );
    expect(await get()).toEqual({ min_count: 5, periods: [] });
    clock.now += 3 * DAY_MS;
    expect(await get()).toEqual(told(10));
  });

  test("is not told anew for fewer than min_count, however much they counted, even after a restart (R15)", async () => {
    const store = memoryStore();
    const { post, get, clock } = collecting({ store });
    clock.now += 3 * DAY_MS;
    await fill(post, [0, 1, 2, 3, 4]);
    expect(await get()).toEqual(told(10));
    await post(turns(5_000), contributor(5));
    expect(await get()).toEqual(told(10));
    const again = collecting({ store });
    again.clock.now = clock.now;
    expect(await again.get()).toEqual(told(10));
    await fill(again.post, [6, 7, 8, 9]);
    expect(await again.get()).toEqual(told(10 + 5_000 + 8));
  });

  test("is told by dimensions, and few by fewer dimensions (R15)", async () => {
    const { post, clock, send } = collecting();
    const from = async (os: string, version: string, people: readonly number[]): Promise<void> => {
      for (const who of people)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await post({ ...turns(1), os, version }, contributor(who));
    };
    await from("linux", "1.4.0", [1, 2, 3, 4, 5, 6]);
    await from("linux", "1.3.0", [7, 8, 9]);
    await from("linux", "1.2.0", [10, 11]);
    await from("darwin", "1.4.0", [12, 13, 14, 15, 16]);
    await from("win32", "1.4.0", [17]);
    clock.now += 3 * DAY_MS;
    const url = "https://metrics.example.com/v1/metrics?by=os,version&period=2026-W47";
    const { periods } = JSON.parse(await (await send(new Request(url))).text());
    // The one of win32 hides the smallest of the others.
    expect(periods).toEqual([
      {
        period: "2026-W47",
        schema: 2,
        signals: { turns: { total: 17 } },
        rows: [row("linux", "1.4.0", 6), row("linux", null, 5), row(null, null, 6)],
      },
    ]);
  });

  test("is asked for by declared dimensions only", async () => {
    const { send } = collecting();
    const status = async (query: string): Promise<number> =>
      (await send(new Request(`https://metrics.example.com/?${query}`))).status;
    expect(await Promise.all(["by=os", "by=who", "by="].map(status))).toEqual([200, 400, 400]);
  });

  test("has the headers of a GET and no body for HEAD", async () => {
    const { send } = collecting();
    const response = await send(new Request("https://metrics.example.com/", { method: "HEAD" }));
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  test("is kept for its time and no longer, and nobody is once no batch is taken (R10, R23)", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    await fill(post, [0, 1, 2, 3, 4]);
    await post(BODY, contributor(1, 1));
    const later = collecting({ store, limits: { keepDays: 100, acceptDays: 60 } });
    later.clock.now += 70 * DAY_MS;
    await later.post({ ...turns(1), period: "2027-W04" }, "x");
    expect(await everything(store)).not.toContain(contributor(1).slice(0, 16));
    // The one who finished by "stop" will never be enough.
    const counts = (await keptCells(store)).map(({ count }) => count);
    expect(counts).toEqual([13, 0, 1]);
    const last = collecting({ store, limits: { keepDays: 100 } });
    last.clock.now += 120 * DAY_MS;
    await last.get();
    expect(await everything(store)).not.toContain("2026-W47");
  });

  test("is forgotten in time by a collector that is never restarted (R10)", async () => {
    const store = memoryStore();
    const { post, clock } = collecting({ store, limits: { keepDays: 100 } });
    await post(BODY, contributor(1));
    clock.now += 120 * DAY_MS;
    await post({ ...BODY, period: "2027-W11" }, contributor(2));
    expect(await everything(store)).not.toContain("2026-W47");
  });
});

async function fill(
  post: (body: unknown, id: string) => Promise<unknown>,
  people: readonly number[],
): Promise<void> {
  for (const who of people)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await post(turns(2), contributor(who));
}

async function everything(store: CollectorStore): Promise<string> {
  return store.transact(async (ledger) => {
    const periods = await ledger.periods();
    const cells = await Promise.all(periods.map(async (period) => ledger.cells(period)));
    return JSON.stringify([periods, cells, await ledger.receipt(contributor(1))]);
  });
}
