import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/collector/store.ts";
import { BODY, collecting, DAY_MS } from "./collecting.ts";

const contributor = (who: number, batch = 0): string =>
  `${String(who).padStart(16, "0")}-${String(batch).padStart(32, "0")}`;
const turns = (total: number): unknown => ({ ...BODY, counts: { turns: { total } } });
const told = (total: number | null): unknown => ({
  min_count: 5,
  periods: [{ period: "2026-W47", signals: { turns: { total } } }],
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

  test("is not told anew for fewer than min_count, even after a restart (R15)", async () => {
    const store = memoryStore();
    const { post, get, clock } = collecting({ store });
    clock.now += 3 * DAY_MS;
    for (let who = 0; who < 5; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await post(turns(2), contributor(who));
    expect(await get()).toEqual(told(10));
    await post(turns(1), contributor(6));
    expect(await get()).toEqual(told(10));
    const again = collecting({ store });
    again.clock.now = clock.now;
    expect(await again.get()).toEqual(told(10));
    await again.post(turns(4), contributor(7));
    expect(await again.get()).toEqual(told(15));
  });

  test("is kept for its time and no longer, and holds no batch beside the sums (R10, R23)", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    await post(BODY, contributor(1));
    const later = collecting({ store, limits: { keepDays: 100, acceptDays: 60 } });
    later.clock.now += 70 * DAY_MS;
    await later.get();
    expect(JSON.stringify(await store.load())).not.toContain(contributor(1));
    expect(await store.load()).toHaveLength(2 + 1);
    const last = collecting({ store, limits: { keepDays: 100 } });
    last.clock.now += 120 * DAY_MS;
    await last.get();
    expect(await store.load()).toEqual([]);
  });

  test("is forgotten in time by a collector that is never restarted (R10)", async () => {
    const store = memoryStore();
    const { post, clock } = collecting({ store, limits: { keepDays: 100 } });
    await post(BODY, contributor(1));
    clock.now += 120 * DAY_MS;
    await post({ ...BODY, period: "2027-W11" }, contributor(2));
    expect(JSON.stringify(await store.load())).not.toContain("2026-W47");
  });
});
