import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OpsError } from "../../src/errors.ts";
import { scanText } from "../../src/privacy/text/scan.ts";
import type { Engine, Source } from "../../src/pushdown/engine.ts";
import { replayInEngine } from "../../src/pushdown/replay-in-engine.ts";
import { PLAIN_WORD } from "../../src/pushdown/vouched.ts";
import { agentRules } from "../replay/rules.ts";
import { manyKinds } from "../replay/random-lines.ts";

const table: Source = { path: "events", from: "events", isOrdered: false };
const file: Source = { ...table, from: "lines", isOrdered: true };

/** An engine that holds no line, and what it was asked. */
function emptyEngine(): Engine & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    rows: async function* (sql) {
      asked.push(sql);
      if (sql.includes("AS blank")) yield [0, "0"];
    },
  };
}

async function queries(source: Source): Promise<readonly string[]> {
  const engine = emptyEngine();
  await replayInEngine(source, engine, manyKinds);
  return engine.asked;
}

/** What several servers may work out apart, and put together afterwards. */
const MERGEABLE = ["count", "countIf", "min", "groupUniqArray", "groupArraySortedIf", "maxMap"];
/** Everything else that is called works on one row alone. */
const AGGREGATE =
  /^(?:any|arg|avg|corr|count|group|histogram|last|max|median|min|quantile|sequence|skew|stddev|sum|top|uniq|var|window)/;

describe("what an engine is asked", () => {
  test("adds up, however the lines are spread over servers", async () => {
    const called = [...(await queries(file)), ...(await queries(table))].flatMap((sql) =>
      [...sql.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''").matchAll(/\b([a-z]\w*)(?=\()/gi)].map(
        ([, name = ""]) => name,
      ),
    );
    expect([...new Set(called.filter((name) => AGGREGATE.test(name)))].toSorted()).toEqual(
      MERGEABLE.toSorted(),
    );
    expect(called).not.toContain("over");
  });

  test("is nine questions, none so long that a server would refuse to read it", async () => {
    const asked = await queries(file);
    expect(asked.length).toBe(9);
    for (const sql of asked) expect(sql.length).toBeLessThan(200_000);
  });

  test("tells no lines where they have no order", async () => {
    expect((await queries(table)).join("\n")).not.toMatch(/groupArraySorted|ORDER BY line/);
  });

  test("makes of no lines what a log without events is", async () => {
    const { findings, reader } = await replayInEngine(file, emptyEngine(), manyKinds);
    expect(findings.map(({ rule }) => rule)).toEqual(["input.empty"]);
    expect(reader.get("lines")).toBe(0);
  });
});

test("no rule finds anything in a short word", () => {
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(`^${PLAIN_WORD}$`)), (word) => {
      expect(scanText(word)).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

const consented = {
  ...manyKinds,
  metrics: { ...manyKinds.metrics, consent: { on: "agreed", granted: "granted" } },
};

test.each([
  ["who had agreed when, where lines have no order", table, consented],
  ["the stream of an agent, which stays where it is", file, agentRules],
])("no engine is asked for %s", async (_, source, rules) => {
  await expect(replayInEngine(source, emptyEngine(), rules)).rejects.toThrow(OpsError);
});

test.each([[[["x"]]], [[[0.5, 0]]], [[[{}, 0]]]])(
  "an answer that says something else is refused",
  async (rows) => {
    const engine: Engine = {
      rows: async function* () {
        yield* rows;
      },
    };
    await expect(replayInEngine(file, engine, manyKinds)).rejects.toMatchObject({
      kind: "unavailable",
    });
  },
);
