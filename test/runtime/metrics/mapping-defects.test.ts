import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { metricsConfig } from "./config.ts";
import { laptop } from "./laptop.ts";

const ERRORS = metricsConfig(`[events.failed]
err = "text"
[metrics.signals.error]
on = "failed"
classify = "err"
status = "labelled"
without = ["url"]
codes = { http_401 = ["401", "403"], http_408 = ["408"], http_429 = ["429"], http_5xx = ["500-599"] }
words = [{ bucket = "reset", any = ["=reset", "=eof"] }, { bucket = "timeout", any = ["timed out"] }]
`);

/** The buckets into which an application counts errors of these texts. */
async function classes(texts: readonly string[]): Promise<unknown> {
  const { open, requests } = await laptop({ config: ERRORS });
  const counters = await open();
  for (const err of texts) counters.observe({ kind: "failed", err });
  await counters.flush();
  return JSON.parse(requests[0]?.body ?? "").counts.error;
}

/** The seed's defects in what is counted at all (`seed-systems.md` 3.1); its neighbours have the others. */
describe("the mapping does not have the seed's defect", () => {
  test("R7: a real 401 is classed as one, though no text says status", async () => {
    const real =
      'authentication failed for provider "x" (HTTP 401): X_API_KEY is invalid or expired';
    expect(await classes([real, real.replace("401", "403")])).toEqual({ http_401: 2 });
  });

  test("R8: half a word, a longer number and an address decide no class", async () => {
    const misleading = [
      "Preset not found",
      "typeof geofence",
      "x: status 4290",
      "x: request failed: https://example.com/status/500",
    ];
    const right = ["connection reset", "it timed out", "x: status 408", "x: status 429: slow down"];
    expect(await classes([...misleading, ...right])).toEqual({
      other: 4,
      reset: 1,
      timeout: 1,
      http_408: 1,
      http_429: 1,
    });
  });

  test("R17: a signal counts by a code, and not by a sentence that is reworded one day", async () => {
    const config = metricsConfig(`[events.notice]
code = "text"
[metrics.signals.blocked]
on = "notice"
when = [{ code = "empty_final" }]
`);
    const { open, counted } = await laptop({ config });
    const counters = await open();
    counters.observe({ kind: "notice", code: "empty_final" });
    counters.observe({ kind: "notice", text: "empty final answer blocked" });
    await counters.flush();
    expect(await counted()).toEqual({ "blocked total 1.4.0 2026-W47": 1 });
  });

  test("R18: a signal counts in the population that it declares", async () => {
    const config = metricsConfig(`[events.compaction_done]
outcome = "text"
[metrics.signals.compaction]
on = "compaction_done"
unless = { outcome = ["aborted"] }
`);
    const { open, counted } = await laptop({ config });
    const counters = await open();
    counters.observe({ kind: "compaction_done" });
    counters.observe({ kind: "compaction_done", outcome: "aborted" });
    await counters.flush();
    expect(await counted()).toEqual({ "compaction total 1.4.0 2026-W47": 1 });
  });

  test("R22: an application counts exactly what a replay of its log counts", async () => {
    const fixtures = join(import.meta.dirname, "../../../fixtures/reasonix");
    const read = (name: string): string => readFileSync(join(fixtures, name), "utf8");
    const config = parseConfig(read("assay.toml"), { file: "assay.toml" });
    const { open, requests } = await laptop({ config });
    const counters = await open();
    for (const event of eventsOf(read("reasonix-events.jsonl"))) counters.observe(event);
    await counters.flush();
    const replayed: unknown = JSON.parse(read("reasonix-events.expected.json")).profiles.bounded_v1;
    expect(JSON.parse(requests[0]?.body ?? "").counts).toEqual(replayed);
  });
});

/** The events of a captured log, as an application passes them on: what is no JSON was never one. */
function eventsOf(log: string): unknown[] {
  return log.split("\n").flatMap((line): unknown[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
