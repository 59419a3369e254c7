import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { query } from "chdb";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { inFindingOrder } from "../../src/privacy/finding-order.ts";
import type { Engine, Source } from "../../src/pushdown/engine.ts";
import { replayInEngine } from "../../src/pushdown/replay-in-engine.ts";
import { replayLog } from "../../src/replay/replay-log.ts";
import { conclude, type ReplayRules } from "../../src/replay/replay.ts";
import type { LogReplay } from "../../src/replay/result.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { stream } from "../replay/bytes.ts";
import { manyKinds, randomLogs } from "../replay/random-lines.ts";
import { hostileLogs } from "./hostile-logs.ts";
import { consented, ordinary, ordinaryLogs } from "./ordinary-logs.ts";
import { randomRules } from "./random-rules.ts";
import { seams } from "./seams.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const CAPTURE = readFileSync(join(FIXTURES, "mux/mux-posthog-capture.jsonl"));

/** What a real engine answers, and how many rows came back. */
function openEngine(): Engine & { readonly rowsBack: () => number } {
  let count = 0;
  return {
    rows: async function* (sql) {
      for (const line of query(sql, "JSONCompactEachRow").split("\n")) {
        if (line === "") continue;
        count += 1;
        yield JSON.parse(line);
      }
    },
    rowsBack: () => count,
  };
}

function sourceOf(name: string, content: Uint8Array): Source {
  const path = join(folder, name);
  writeFileSync(path, content);
  return {
    path: name,
    // As the command makes it: the first line is without its byte order mark.
    from: `(SELECT if(l._row_number = 0 AND startsWith(l.line, '\\xEF\\xBB\\xBF'), substring(l.line, 4), l.line) AS text,
      toUInt64(l._row_number + 1) AS line FROM file('${path}', 'LineAsString') AS l)`,
    isOrdered: true,
  };
}

/** What does not tell in which order it was found. */
const settled = (log: LogReplay): unknown => ({
  ...log,
  undecided: undefined,
  consent: undefined,
  findings: log.findings.toSorted(inFindingOrder),
});

async function expectSame(content: Uint8Array, by: ReplayRules): Promise<void> {
  const rules = { ...by, runKey: "a run" };
  const local = await replayLog({ path: "a.jsonl", chunks: stream(content) }, rules);
  const pushed = await replayInEngine(sourceOf("a.jsonl", content), openEngine(), rules);
  expect(settled(pushed)).toEqual(settled(local));
}

const repeated = (times: number): Uint8Array =>
  new Uint8Array(Buffer.concat(Array.from({ length: times }, () => CAPTURE)));

const muxRules: ReplayRules = {
  ...ordinary,
  ...parseConfig(readFileSync(join(FIXTURES, "mux/assay.toml"), "utf8"), { file: "assay.toml" }),
};

describe("an engine says of captured lines what a replay of them says", () => {
  test("of an application's capture", async () => {
    await expectSame(CAPTURE, muxRules);
  });

  test.each(seams.map((seam) => [seam.about, seam] as const))(
    "of %s",
    async (_, { log, rules }) => {
      await expectSame(new TextEncoder().encode(log), rules);
    },
  );

  test.each([
    ["lines of all kinds, many of them broken", randomLogs, manyKinds],
    ["an application's lines", ordinaryLogs, ordinary],
    ["lines of people who must agree first", ordinaryLogs, consented],
  ])(
    "of %s",
    async (_, logs, rules) => {
      await fc.assert(
        fc.asyncProperty(logs, (content) => expectSame(new TextEncoder().encode(content), rules)),
        { numRuns: Number(process.env["RUNS"] ?? 40) },
      );
    },
    600_000,
  );
});

test("an engine says the same of any JSON by any config", async () => {
  await fc.assert(
    fc.asyncProperty(hostileLogs, randomRules, (content, rules) =>
      expectSame(new TextEncoder().encode(content), rules),
    ),
    { numRuns: Number(process.env["RUNS"] ?? 40) },
  );
}, 600_000);

/** More people than a log keeps, of whom most say what nobody else says. */
function crowded(people: number): Uint8Array {
  const lines = Array.from({ length: 2 * people }, (_, at) => {
    const who = (at * 7_919) % people;
    const id = `${String(at).padStart(8, "0")}-0000-4000-8000-000000000000`;
    const message = {
      model: at % 2 === 0 ? "alpha" : "beta",
      id,
      length_b2: 2 ** (at % 11),
      extra: at / 7,
    };
    const turn = {
      hits: who,
      misses: at % 90,
      note: `status ${400 + (at % 150)}: eof`,
      outcome: "fail-x",
    };
    const isTurn = at % 3 === 0;
    return JSON.stringify({
      event: isTurn ? "turn_done" : "message_sent",
      distinct_id: who % 5 === 0 ? who : `person-${who}`,
      properties: isTurn ? turn : message,
      timestamp: new Date(Date.UTC(2026, 0, 1) + at * 600_000).toISOString(),
    });
  });
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

test("more people, and more values, than are kept one by one", async () => {
  await expectSame(crowded(6_000), ordinary);
}, 300_000);

const counts = ({ findings }: LogReplay): ReadonlyMap<string, number> =>
  new Map(findings.map(({ fingerprint, count }) => [fingerprint, count]));

test("lines without an order are found the same, each finding once and nowhere", async () => {
  const content = Buffer.concat([
    CAPTURE,
    Buffer.from('{"event":"gone","properties":{"a b":"jane@example.com"}}\nno\n'),
  ]);
  const rules = { ...muxRules, runKey: "a run" };
  const source = sourceOf("a.jsonl", content);
  const from = `(SELECT text, toUInt64(0) AS line FROM ${source.from})`;
  const local = await replayLog({ path: "a.jsonl", chunks: stream(content) }, rules);
  const pushed = await replayInEngine({ ...source, from, isOrdered: false }, openEngine(), rules);
  expect(counts(pushed)).toEqual(counts(local));
  expect(pushed.findings).toHaveLength(counts(local).size);
  expect(pushed.findings.filter(({ line, event }) => line !== null || event !== null)).toEqual([]);
});

test("what comes back does not grow with the lines", async () => {
  const rows = await Promise.all(
    [4, 16].map(async (times) => {
      const engine = openEngine();
      await replayInEngine(sourceOf(`${times}.jsonl`, repeated(times)), engine, muxRules);
      return engine.rowsBack();
    }),
  );
  expect(rows[0]).toBeLessThan(1_500);
  expect(rows[1]).toBe(rows[0]);
});

test("parts that were replayed apart make the same report as the whole", async () => {
  const half = CAPTURE.indexOf("\n", CAPTURE.length / 2) + 1;
  const parts = [CAPTURE.subarray(0, half), CAPTURE.subarray(half)];
  const rules = { ...muxRules, runKey: "a run" };
  const replays = await Promise.all(
    parts.map((part, at) => replayInEngine(sourceOf(`${at}.jsonl`, part), openEngine(), rules)),
  );
  const locals = await Promise.all(
    parts.map((part, at) => replayLog({ path: `${at}.jsonl`, chunks: stream(part) }, rules)),
  );
  const report = (logs: readonly LogReplay[]): unknown => reportReplay(conclude(logs, rules)).data;
  expect(report(replays)).toEqual(report(locals));
  expect(report(replays.toReversed())).toEqual(report(locals.toReversed()));
});
