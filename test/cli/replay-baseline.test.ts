import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";
import { rules } from "./older.ts";

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

/** A project with one log. */
async function project(log: string): Promise<{ cwd: string; lent: { cwd: () => string } }> {
  const cwd = await folder();
  await writeFile(join(cwd, "assay.toml"), CONFIG);
  await writeFile(join(cwd, "log.jsonl"), log);
  return { cwd, lent: { cwd: () => cwd } };
}

/** Replays a leak into a report, edits the report, and replays another log with it as baseline. */
async function twice(edit: (report: string) => string, log: string): Promise<Seen> {
  const { cwd, lent } = await project(leak("jane@example.com"));
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

/** The flags that make a report a baseline. */
const given = (reason: string, expires: string): string[] =>
  `--json --out base.json --expires ${expires} --reason`.split(" ").concat(reason);

describe("a baseline's reason and last day", () => {
  const MAIL = leak("jane@example.com");
  test("are written with it, and heeded", async () => {
    const { lent, cwd } = await project(MAIL);
    const wrote = await assay(
      ["replay", "log.jsonl", ...given("mended in May", "2026-12-31")],
      lent,
    );
    expect(wrote).toEqual({ code: 1, out: "", err: "" });
    expect(JSON.parse(readFileSync(join(cwd, "base.json"), "utf8")).meta).toMatchObject({
      date: "2026-11-21",
      reason: "mended in May",
      expires: "2026-12-31",
    });
    const replayed = ["replay", "log.jsonl", "--json", "--baseline", "base.json"];
    const seen = await assay(replayed, lent);
    expect(seen.code).toBe(0);
    expect(envelope(seen).diagnostics).toEqual([]);
    const later = await assay(replayed, { ...lent, now: () => Date.parse("2027-01-01") });
    expect(later.code).toBe(1);
    expect(rules(later)).toContain("sup.expired-ignore meta.expires");
    expect(envelope(later).diagnostics.map(({ rule }) => rule)).toEqual(["baseline.expired"]);
  });

  test("are renewed by a replay that knows the old one", async () => {
    const { lent } = await project(MAIL);
    await assay(["replay", "log.jsonl", ...given("mended in May", "2026-12-31")], lent);
    const renewed = ["replay", "log.jsonl", "--baseline", "base.json"];
    await assay([...renewed, ...given("mended in June", "2027-01-31")], lent);
    const later = { ...lent, now: () => Date.parse("2027-01-15") };
    expect((await assay([...renewed, "--json"], later)).code).toBe(0);
  });

  test.each([
    ["one without the other", ["--json", "--reason", "mended in May"], "stand together"],
    ["one without the other", ["--json", "--expires", "2026-12-31"], "stand together"],
    ["another format", ["--reason", "mended in May", "--expires", "2026-12-31"], "JSON"],
    ["no reason", given("TODO", "2026-12-31"), "no reason"],
    ["a person", given("jane@example.com knows", "2026-12-31"), "a person"],
    ["a day that is over", given("mended in May", "2026-11-20"), "is over"],
    ["more than 180 days", given("mended in May", "2027-05-21"), "180 days"],
    ["a day that is none", given("mended in May", "2027-02-30"), "no date"],
  ])("are refused before anything is done: %s", async (_, flags, why) => {
    const { lent, cwd } = await project(MAIL);
    const seen = await assay(["replay", "log.jsonl", ...flags], lent);
    expect(seen.code).toBe(2);
    expect(seen.out + seen.err).toContain("Cannot write a baseline: ");
    expect(seen.out + seen.err).toContain(why);
    expect(existsSync(join(cwd, "base.json"))).toBe(false);
  });
});
