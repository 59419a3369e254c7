import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const CONFIG = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[events.turn_done]
outcome = ["ok", "error"]
[metrics.signals.outcome]
on = "turn_done"
label = "outcome"
buckets = ["ok"]
other = "other"
`;

const leak = (mail: string): string =>
  JSON.stringify({ event: "turn_done", distinct_id: "u", properties: { outcome: "ok", mail } });
const asItWas = (report: string): string => report;
const expiring = (date: string) => (report: string) =>
  report.replace('"meta":{', `"meta":{"reason":"mended in May","expires":"${date}",`);
const rules = (seen: Seen): unknown[] => {
  const { findings } = envelope(seen).data;
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  return findings.map(({ rule, pointer }) => `${rule} ${pointer}`);
};

/** Replays a leak into a report, edits the report, and replays another log with it as baseline. */
async function twice(edit: (report: string) => string, log: string): Promise<Seen> {
  const cwd = await folder();
  const lent = { cwd: () => cwd };
  await writeFile(join(cwd, "assay.toml"), CONFIG);
  await writeFile(join(cwd, "log.jsonl"), leak("jane@example.com"));
  await assay(["replay", "log.jsonl", "--json", "--out", "base.json"], lent);
  const base = readFileSync(join(cwd, "base.json"), "utf8");
  await writeFile(join(cwd, "base.json"), edit(base));
  await writeFile(join(cwd, "log.jsonl"), log);
  return assay(["replay", "log.jsonl", "--json", "--baseline", "base.json"], lent);
}

describe("a baseline", () => {
  test("keeps known findings out of the verdict, wherever their line went", async () => {
    const seen = await twice(asItWas, `\n\n${leak("john@example.com")}`);
    expect(seen.code).toBe(0);
    expect(envelope(seen).data["known"]).toMatchObject([
      { rule: "event.unknown-property", line: 3 },
      { rule: "pii.email", line: 3 },
      { rule: "agg.small-cell", path: "assay.toml" },
    ]);
    expect(envelope(seen).diagnostics.map(({ rule }) => rule)).toEqual(["baseline.no-terms"]);
  });

  test("does not know one more of a kind", async () => {
    const seen = await twice(asItWas, `${leak("a@example.com")}\n${leak("b@example.com")}`);
    expect(seen.code).toBe(1);
  });

  test("fails after its last day, and then knows nothing", async () => {
    const log = leak("jane@example.com");
    expect((await twice(expiring("2026-11-21"), log)).code).toBe(0);
    const seen = await twice(expiring("2026-11-20"), log);
    expect(seen.code).toBe(1);
    expect(rules(seen)).toEqual([
      "event.unknown-property properties.mail",
      "pii.email properties.mail",
      "sup.expired-ignore meta.expires",
      "agg.small-cell metrics.signals.outcome.ok",
    ]);
  });

  test.each(["[]", "not JSON", '{"data":{}}'])(
    "that is no report ends with 2: %s",
    async (text) => {
      const seen = await twice(() => text, leak("jane@example.com"));
      expect(seen.code).toBe(2);
    },
  );
});
