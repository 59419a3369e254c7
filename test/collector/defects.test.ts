import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/collector/store.ts";
import { BODY, collecting, DAY_MS } from "./collecting.ts";
import { keptCells } from "./kept.ts";

/** An id as our clients make it: who, within a period, and which batch. */
const idOf = (who: number, batch = 0): string =>
  `${String(who).padStart(16, "0")}-${String(batch).padStart(32, "0")}`;
const turns = (total: number): typeof BODY | object => ({ ...BODY, counts: { turns: { total } } });

// seed-systems.md 3.1: what went wrong in the two products, and that it does not here.
describe("the server of the counters", () => {
  test("R1: a cell that it does not know costs that cell, so the batch arrives and never comes again", async () => {
    const { post } = collecting();
    const counts = {
      finish: { STOP: 1, "end-turn": 1, stop: 1_000_001, length: 2 },
      turns: { total: 3 },
    };
    expect(await post({ ...BODY, counts })).toEqual([
      202,
      { accepted: 2, refused: { "out.unknown-bucket": 2, "out.out-of-range": 1 } },
    ]);
  });

  test("R2: a batch whose answer was lost counts once, with its receipt, however often and whenever it comes", async () => {
    const store = memoryStore();
    const first = collecting({ store });
    const answers = await Promise.all([1, 2, 3].map(async () => first.post(BODY, "one")));
    const restarted = collecting({ store });
    restarted.clock.now += 59 * DAY_MS;
    answers.push(await restarted.post(BODY, "one"));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await keptCells(store)).toMatchObject([{ count: 2 }, { count: 3 }]);
  });

  test("R2: the receipt is kept for as long as the batch would be taken", async () => {
    const store = memoryStore();
    const { post, clock } = collecting({ store, limits: { acceptDays: 30 } });
    for (let day = 0; day < 60; day += 1) {
      for (let who = 0; who < 5; who += 1)
        // oxlint-disable-next-line no-await-in-loop -- day by day
        await post(BODY, idOf(who));
      clock.now += DAY_MS;
    }
    expect(await keptCells(store)).toMatchObject([{ count: 10 }, { count: 15 }]);
  });

  test("R6: no text of a body becomes a row or an answer", async () => {
    const store = memoryStore();
    const { post, get } = collecting({ store });
    const strange = [
      { ...BODY, counts: { finish: { "acme-merger": 1 }, "acme-merger": { total: 1 } } },
      { ...BODY, os: "acme-merger" },
      { ...BODY, "acme-merger": 1 },
      { ...BODY, schema: 1, surface: "acme-merger", "acme-merger": 1 },
      { ...BODY, period: "acme-merger" },
    ];
    const said = await Promise.all(strange.map(async (body) => post(body)));
    expect(JSON.stringify([said, await get(), await keptCells(store)])).not.toContain(
      "acme-merger",
    );
  });

  test("R10: rows grow with cells, not with people or batches", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    await Promise.all(Array.from({ length: 300 }, async (_, who) => post(BODY, idOf(who))));
    const cells = await store.transact(async (ledger) => ledger.cells("2026-W47"));
    expect(cells).toHaveLength(2);
    expect(cells.map(({ contributors }) => contributors.length)).toEqual([5, 5]);
  });

  test("R12: a batch counts for the version and the period that it says, within bounds", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    await post({ ...turns(1), version: "1.3.0", period: "2026-W46" });
    expect(await keptCells(store)).toMatchObject([
      { period: "2026-W46", dimensions: '{"os":"linux","surface":"cli","version":"1.3.0"}' },
    ]);
    const statuses = ["2026-W30", "2026-W49"].map(
      async (period) => (await post({ ...BODY, period }))[0],
    );
    expect(await Promise.all(statuses)).toEqual([400, 400]);
  });

  test("R13: every cell bears the schema that counted it, and no sum goes over two", async () => {
    const { post, get, clock } = collecting();
    for (let who = 0; who < 4; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (const schema of [1, 2]) await post({ ...turns(1), schema }, `${schema}-${who}`);
    clock.now += 3 * DAY_MS;
    const hidden = { turns: { total: null } };
    expect(await get()).toMatchObject({
      periods: [
        { schema: 1, signals: hidden },
        { schema: 2, signals: hidden },
      ],
    });
  });

  test.each([
    ["a made-up system", { os: "acme" }],
    ["a version with words", { version: "1.4.0-acme" }],
    ["an undeclared bucket", { counts: { finish: { acme: 1 } } }],
    ["more than one installation counts", { counts: { turns: { total: 1_000_001 } } }],
  ])("R14: the table has no room for %s", async (_, strange) => {
    const store = memoryStore();
    await collecting({ store }).post({ ...BODY, ...strange });
    expect(await keptCells(store)).toEqual([]);
  });

  test("R14: a day has a budget of rows", async () => {
    const { post, clock } = collecting({ limits: { rowsPerDay: 2 } });
    await post(BODY);
    expect((await post({ ...BODY, version: "9.9.9" }))[0]).toBe(429);
    clock.now += DAY_MS;
    expect((await post({ ...BODY, version: "9.9.9" }))[0]).toBe(202);
  });

  test("R15: fewer than min_count are not told, be it as a row, a total, a rest or a change", async () => {
    const { post, get, clock } = collecting();
    clock.now += 3 * DAY_MS;
    for (let who = 0; who < 4; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await post(turns(1_000), idOf(who));
    const total = async (): Promise<unknown> =>
      JSON.stringify(await get()).match(/"total":(\w+)/)?.[1];
    expect(await total()).toBe("null");
    await post(turns(1_000), idOf(4));
    expect(await total()).toBe("5000");
    await post(turns(1_000), idOf(5));
    expect(await total()).toBe("5000");
  });

  test("R16: what is not counted is said, to the client and to who runs it", async () => {
    const refused: string[] = [];
    const { post } = collecting({ onRefused: (rule, count) => refused.push(`${rule} ${count}`) });
    await post({ ...BODY, counts: { renamed: { total: 1, more: 1 }, turns: { total: 1 } } });
    await post({ ...BODY, schema: 3 });
    await post("{");
    expect(refused).toEqual([
      "out.unknown-signal 2",
      "compat.server-rejects 1",
      "out.non-canonical 1",
    ]);
  });

  test("R21: bytes are counted while they are read, and order makes no difference", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    const backwards = Object.fromEntries(Object.entries(BODY).toReversed());
    expect(await post(backwards)).toEqual(await post(BODY));
    expect(await keptCells(store)).toMatchObject([{ count: 4 }, { count: 6 }]);
    expect(await post({ ...BODY, filler: "x".repeat(512 * 1024) })).toEqual([
      413,
      { accepted: 0, refused: { "out.size-cap": 1 } },
    ]);
  });

  test("R23: no body is kept, and what a batch said is gone once its period takes no more", async () => {
    const store = memoryStore();
    const { post, clock } = collecting({ store });
    await post(BODY, idOf(1));
    clock.now += 70 * DAY_MS;
    await post({ ...turns(1), period: "2027-W04" }, idOf(2));
    const left = await store.transact(async (ledger) => [
      await ledger.receipt(idOf(1)),
      ...(await ledger.cells("2026-W47")).map(({ untold, contributors }) => [untold, contributors]),
    ]);
    expect(left).toEqual([undefined, [0, []], [0, []]]);
  });
});
