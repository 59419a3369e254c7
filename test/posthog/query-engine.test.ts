import { array, assert, asyncProperty, integer, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ask } from "../../src/posthog/query/ask.ts";
import { type Budget, queryEngine, type Spent } from "../../src/posthog/query/engine.ts";

const ENOUGH: Budget = { rows: 1_000_000, queries: 100 };

/** A database of one column: every page is what its hashes, its start and its limit say. */
function database(held: readonly string[], hashOf: (row: string) => string) {
  const asked: string[] = [];
  const ask: Ask = async ({ query, values }) => {
    asked.push(query);
    const limit = Number(/ LIMIT (\d+)$/.exec(query)?.[1]);
    if (!query.includes("row_hash")) return held.slice(0, limit).map((row) => [row]);
    const start = values[/ >= \{(\w+)\}/.exec(query)?.[1] ?? ""] ?? "";
    const rows = held
      .map((row): [string, string] => [row, hashOf(row)])
      .filter(([, hash]) => hash >= start)
      .toSorted(([, left], [, right]) => (left < right ? -1 : Number(left > right)));
    return rows.slice(0, limit);
  };
  return { asked, ask };
}

async function all(rows: AsyncIterable<readonly unknown[]>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const row of rows) seen.push(...row);
  return seen;
}

const byNumber = (left: number, right: number): number => left - right;

describe("a query without a limit", () => {
  test("is asked once where one page has it all, with its columns by name", async () => {
    const { asked, ask } = database(["b", "a", "b"], (row) => row);
    const rows = queryEngine(ask, ENOUGH).rows("SELECT f(text, 1) AS said FROM events");
    expect(await all(rows)).toEqual(["a", "b", "b"]);
    expect(asked).toEqual([
      "SELECT said, row_hash FROM (SELECT said, toString(cityHash64(toJSONString(tuple(said)))) AS row_hash FROM (SELECT f(text, 1) AS said FROM events)) ORDER BY row_hash LIMIT 2000",
    ]);
  });

  test("loses no row and has none twice, however many are the same at the edge of a page", async () => {
    await assert(
      asyncProperty(
        array(nat({ max: 60 }), { minLength: 2_000, maxLength: 5_000 }),
        integer({ min: 20, max: 60 }),
        async (numbers, hashes) => {
          const held = numbers.map((number) => `${number}`);
          const { ask } = database(held, (row) => `${Number(row) % hashes}`);
          const seen = await all(queryEngine(ask, ENOUGH).rows("SELECT said FROM t"));
          expect(seen.map(Number).toSorted(byNumber)).toEqual(numbers.toSorted(byNumber));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("is asked in smaller pages where its rows are long", async () => {
    const held = Array.from({ length: 7_000 }, (_, at) => `${at}`.padStart(5, "0").padEnd(5000));
    const { asked, ask } = database(held, (row) => row.slice(0, 5));
    expect(await all(queryEngine(ask, ENOUGH).rows("SELECT said FROM t"))).toEqual(held);
    const limits = asked.map((query) => Number(/ LIMIT (\d+)$/.exec(query)?.[1]));
    expect(limits).toEqual([2_000, 3_347, 3_347]);
  });

  test("of which many rows are the same is asked in the largest pages, and given up if these are", async () => {
    const sql = "SELECT said FROM t";
    const many = database(Array<string>(49_999).fill("a"), () => "1");
    expect(await all(queryEngine(many.ask, ENOUGH).rows(sql))).toHaveLength(49_999);
    const more = database(Array<string>(50_000).fill("a"), () => "1");
    await expect(all(queryEngine(more.ask, ENOUGH).rows(sql))).rejects.toMatchObject({
      kind: "refused",
      message: "Cannot go on asking PostHog: too many of its rows are the same",
    });
  });

  test.each([
    ["SELECT a, t.b AS c, f(x, 'AS (') AS d FROM t", "a, c, d"],
    ["SELECT a FROM (SELECT b FROM t)", "a"],
    ["WITH t AS (SELECT 1 AS b) SELECT a FROM t", "a"],
    ["SELECT [1, 2] AS a, (3, 4) AS b", "a, b"],
    ["SELECT\n  a,\n  b AS c\nFROM t", "a, c"],
  ])("%s has the columns %s", async (sql, columns) => {
    const { asked, ask } = database([], () => "");
    await all(queryEngine(ask, ENOUGH).rows(sql));
    expect(asked[0]).toMatch(`SELECT ${columns}, row_hash FROM`);
  });

  test.each(["SELECT * FROM t", "SELECT a + b FROM t", "SELECT f(a) FROM t"])(
    "%s names no columns, which is a mistake of whoever wrote it",
    async (sql) => {
      const { ask } = database([], () => "");
      await expect(all(queryEngine(ask, ENOUGH).rows(sql))).rejects.toThrow("has no name");
    },
  );
});

test("a query with a limit is asked once, in its own order", async () => {
  const { asked, ask } = database(["b", "a", "c"], () => "");
  const rows = queryEngine(ask, ENOUGH).rows("SELECT * FROM t ORDER BY n LIMIT 2");
  expect(await all(rows)).toEqual(["b", "a"]);
  expect(asked).toEqual(["SELECT * FROM t ORDER BY n LIMIT 2"]);
});

test("a query with a higher limit than PostHog's must not fill that", async () => {
  const sql = "SELECT a FROM t ORDER BY a LIMIT 60000";
  const few = database(["a"], () => "");
  expect(await all(queryEngine(few.ask, ENOUGH).rows(sql))).toEqual(["a"]);
  const many = database(Array<string>(50_000).fill("a"), () => "");
  await expect(all(queryEngine(many.ask, ENOUGH).rows(sql))).rejects.toMatchObject({
    kind: "refused",
    message: "Cannot ask PostHog for more than 50,000 rows in their order",
  });
  expect(many.asked).toEqual(["SELECT a FROM t ORDER BY a LIMIT 50000"]);
});

describe("a budget", () => {
  test("of rows is never passed", async () => {
    const { asked, ask } = database(["a", "b", "c"], (row) => row);
    const { rows } = queryEngine(ask, { rows: 5, queries: 100 });
    expect(await all(rows("SELECT a FROM t"))).toHaveLength(3);
    await expect(all(rows("SELECT a FROM t"))).rejects.toMatchObject({
      kind: "refused",
      message: "Cannot go on asking PostHog: the budget of rows (5) is spent",
      hint: expect.stringContaining("--budget"),
    });
    await expect(all(rows("SELECT a FROM t"))).rejects.toMatchObject({ kind: "refused" });
    expect(asked.map((query) => / LIMIT .*/.exec(query)?.[0])).toEqual([" LIMIT 5", " LIMIT 2"]);
  });

  test("of queries is never passed", async () => {
    const { asked, ask } = database(["a"], (row) => row);
    const { rows } = queryEngine(ask, { rows: 100, queries: 2 });
    await all(rows("SELECT a FROM t"));
    await all(rows("SELECT a FROM t LIMIT 1"));
    await expect(all(rows("SELECT a FROM t"))).rejects.toMatchObject({
      kind: "refused",
      message: "Cannot go on asking PostHog: the budget of queries (2) is spent",
    });
    expect(asked).toHaveLength(2);
  });

  test("is told of after every query", async () => {
    const told: Spent[] = [];
    const { ask } = database(["a", "b"], (row) => row);
    const { rows } = queryEngine(ask, ENOUGH, (spent) => void told.push(spent));
    await all(rows("SELECT a FROM t"));
    await all(rows("SELECT a FROM t LIMIT 1"));
    expect(told).toEqual([
      { rows: 2, queries: 1 },
      { rows: 3, queries: 2 },
    ]);
  });
});
