import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";
import { against, OLD, rules } from "./older.ts";

describe("against an older config", () => {
  test("the same config changes nothing", async () => {
    const seen = await against(OLD, "--json");
    expect(seen.code).toBe(0);
    expect(envelope(seen).data["against"]).toEqual({
      verdict: ["pass", "pass"],
      counters: {},
      features: {},
      appeared: [],
      disappeared: [],
    });
    expect((await against(OLD)).out).toContain("Nothing changed");
  });

  const wider = OLD.replace('buckets = ["ok"]', 'buckets = ["ok", "error"]');

  test("cells that moved are shown, before and now", async () => {
    const { data } = envelope(await against(wider, "--json"));
    expect(data["against"]).toMatchObject({
      counters: { outcome: { error: [0, 3], other: [3, 0] } },
    });
  });

  test("wider collection is found until the policy version is raised", async () => {
    const found = "consent.policy-changed metrics.signals.outcome";
    const seen = await against(wider, "--json");
    expect(seen.code).toBe(1);
    expect(rules(seen)).toContain(found);
    const raised = wider.replace("[metrics.signals", "[metrics]\npolicy = 2\n[metrics.signals");
    expect(rules(await against(raised, "--json"))).not.toContain(found);
  });

  test("what is found no longer, and only now, is named", async () => {
    const stricter = OLD.replace('outcome = ["ok", "error"]', 'outcome = ["ok"]');
    expect((await against(stricter)).out).toMatch(
      /now found +event\.unknown-value +properties\.outcome +log\.jsonl:7/,
    );
  });

  test("standard input can be read only once", async () => {
    const seen = await assay(["replay", "-", "--against", "x.toml"], {
      cwd: () => join(import.meta.dirname, "../../fixtures/mux"),
    });
    expect(seen.code).toBe(2);
    expect(seen.err).toContain("standard input can be read only once");
  });
});

describe("what may be released", () => {
  test("is shown without small cells, which a capture's own finding names", async () => {
    const seen = await against(OLD, "--json");
    expect(rules(seen)).toEqual(["agg.small-cell metrics.signals.outcome.other"]);
    expect(envelope(seen).meta).toMatchObject({
      date: "2026-11-21",
      release: {
        minCount: 5,
        payloads: [
          {
            path: "log.jsonl",
            payload: '{"counts":{"outcome":{"ok":6,"other":3}},"period":"2026-W47","schema":1}',
          },
        ],
        counters: { outcome: { ok: null, other: null } },
        totals: { outcome: 9 },
      },
    });
  });
});

async function spread(valueOf: (who: number) => string): Promise<unknown[]> {
  const cwd = await folder();
  const events = Array.from({ length: 60 }, (_, at) => {
    const who = at % 30;
    const properties = { outcome: "ok", note: valueOf(who) };
    return JSON.stringify({ event: "turn_done", distinct_id: `u${who}`, properties });
  });
  await writeFile(
    join(cwd, "assay.toml"),
    OLD.replace("[metrics", `note = { pattern = "[a-z0-9]{1,9}" }\n[metrics`),
  );
  await writeFile(join(cwd, "log.jsonl"), events.join("\n"));
  const found = rules(await assay(["replay", "log.jsonl", "--json"], { cwd: () => cwd }));
  return found.filter((rule) => String(rule).startsWith("link."));
}

describe("a property that tells people apart", () => {
  test("is found by how it behaves, though its type is declared", async () => {
    expect(await spread((who) => `mark${who}`)).toEqual(["link.stable-identifier properties.note"]);
  });

  test("and one that many share is not", async () => {
    expect(await spread((who) => `mark${who % 9}`)).toEqual([]);
  });
});
