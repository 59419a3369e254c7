import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";
import { against, LOG, OLD, rules } from "./older.ts";

/** How counts differ from those by the older config. */
const diffs = async (now: string, ...flags: string[]): Promise<unknown[]> => {
  const { findings } = envelope(await against(now, "--json", ...flags)).data;
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  return findings
    .filter(({ rule }) => String(rule).startsWith("diff."))
    .map(({ severity, rule, pointer }) => `${severity} ${rule} ${pointer}`);
};

/** The older config, with a signal that counts turns by these conditions. */
const counting = (rows: string): string =>
  `${OLD.replace("[metrics", 'plan = ["free", "pro"]\n[metrics')}
[metrics.signals.turns]
on = "turn_done"
${rows}`;

describe("what the same logs count otherwise", () => {
  const merged = OLD.replace('buckets = ["ok"]', 'buckets = ["error"]');
  const raised = merged
    .replace("[metrics.signals", "[metrics]\nschema = 2\npolicy = 2\n[metrics.signals")
    .replace('on = "turn_done"', 'on = "turn_done"\nchanged = 2');

  test("is a warning for each cell", async () => {
    expect(await diffs(merged)).toEqual([
      "warning diff.appeared metrics.signals.outcome.error",
      "warning diff.counts-drift metrics.signals.outcome.other",
      "warning diff.disappeared metrics.signals.outcome.ok",
    ]);
  });

  test("and a note where the signal says since which schema it does", async () => {
    expect(await diffs(raised)).toEqual([
      "note diff.appeared metrics.signals.outcome.error",
      "note diff.counts-drift metrics.signals.outcome.other",
      "note diff.disappeared metrics.signals.outcome.ok",
    ]);
    expect((await against(raised, "--json")).code).toBe(0);
  });

  test("of which an older change says nothing", async () => {
    const stale = raised.replace("changed = 2", "changed = 1");
    expect(await diffs(stale)).toContain("warning diff.appeared metrics.signals.outcome.error");
  });

  test("and of a new signal, or one that is gone, the config itself tells", async () => {
    const renamed = OLD.replace("signals.outcome", "signals.result");
    expect(new Set((await diffs(renamed)).map((found) => String(found).split(" ")[0]))).toEqual(
      new Set(["note"]),
    );
  });

  test("may be within a tolerance, in percent of the old count", async () => {
    const drift = "warning diff.counts-drift metrics.signals.outcome.other";
    expect(await diffs(merged, "--tolerance", "99.9")).toContain(drift);
    expect(await diffs(merged, "--tolerance", "100")).not.toContain(drift);
    expect((await against(merged, "--tolerance", "much")).code).toBe(2);
  });
});

describe("two releases of the same people", () => {
  const plans = [...Array(20).keys()].map((who) => {
    const properties = { outcome: "ok", plan: who < 2 ? "pro" : "free" };
    return JSON.stringify({ event: "turn_done", distinct_id: `u${who}`, properties });
  });

  async function released(now: string): Promise<unknown[]> {
    const cwd = await folder();
    await writeFile(join(cwd, "old.toml"), counting(""));
    await writeFile(join(cwd, "assay.toml"), now);
    await writeFile(join(cwd, "log.jsonl"), plans.join("\n"));
    const argv = ["replay", "log.jsonl", "--against", "old.toml", "--json"];
    const found = rules(await assay(argv, { cwd: () => cwd }));
    return found.filter((each) => String(each).startsWith("agg.differencing"));
  }

  test("that differ by two of them tell who they are", async () => {
    expect(await released(counting('when = [{ plan = "free" }]'))).toEqual([
      "agg.differencing metrics.signals.turns",
      "agg.differencing metrics.signals.turns.total",
    ]);
  });

  test("and tell nothing where they are alike, or one hides the cell", async () => {
    expect(await released(counting(""))).toEqual([]);
    expect(await released(counting('when = [{ plan = "pro" }]'))).toEqual([]);
  });
});

describe("what no log reaches", () => {
  const more =
    `${OLD}[events.turn_started]\n[metrics.signals.starts]\non = "turn_started"\n`.replace(
      'buckets = ["ok"]',
      'buckets = ["ok", "late"]',
    );
  const missed = [
    "input.not-exercised events.turn_started",
    "input.not-exercised metrics.signals.outcome.late",
    "input.not-exercised metrics.signals.starts",
  ];

  test("is a note against an older config, with the share that is reached", async () => {
    const seen = await against(more, "--json");
    expect(rules(seen)).toEqual(expect.arrayContaining(missed));
    expect(seen.out).toContain("(2 of 4 buckets are reached)");
  });

  test("and no change of what the logs are found to hold", async () => {
    const { data } = envelope(await against(more, "--json"));
    const { appeared } = Object(data["against"]);
    expect(appeared.map(({ rule }: { rule: string }) => rule)).toEqual([
      "consent.policy-changed",
      "consent.policy-changed",
      "consent.policy-changed",
    ]);
  });

  test("and stands under Coverage in every replay, which finds nothing for it", async () => {
    const cwd = await folder();
    await writeFile(join(cwd, "assay.toml"), more);
    await writeFile(join(cwd, "log.jsonl"), LOG);
    const host = { cwd: () => cwd };
    const seen = await assay(["replay", "log.jsonl", "--json"], host);
    expect(rules(seen)).not.toEqual(expect.arrayContaining(missed));
    expect(envelope(seen).meta?.["coverage"]).toEqual({
      events: { declared: 2, reached: 1, missed: ["turn_started"] },
      signals: { declared: 2, reached: 1, missed: ["starts"] },
      buckets: { declared: 4, reached: 2, missed: ["outcome.late", "starts.total"] },
    });
    const { out } = await assay(["replay", "log.jsonl"], host);
    expect(out).toContain("2 of 4 buckets reached, not outcome.late, starts.total");
  });
});
