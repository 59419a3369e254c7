import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay } from "../assay.ts";
import { folder } from "../disk/folder.ts";
import { type Element, readXml } from "../report/xml.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

/** A replay's cases by rule. */
async function cases(
  argv: readonly string[],
  cwd: string,
): Promise<ReadonlyMap<string, Element["children"]>> {
  const { out } = await assay(["replay", ...argv, "--format", "junit"], { cwd: () => cwd });
  const suites = readXml(out).children;
  return new Map(
    suites
      .flatMap((suite) => suite.children)
      .map((each) => [each.attributes["name"] ?? "", each.children]),
  );
}

/** The families of rules that a replay asked. */
async function families(argv: readonly string[], cwd: string): Promise<string[]> {
  const rules = [...(await cases(argv, cwd)).keys()];
  return [...new Set(rules.map((rule) => rule.replace(/\..*/, "")))].toSorted();
}

/** A project that captures, counts, and asks for consent. */
async function project(log: string): Promise<string> {
  const cwd = await folder();
  const toml = `
[events.turn_done]
outcome = ["ok", "error"]
[events.consent_changed]
granted = "boolean"
[metrics]
consent = { on = "consent_changed", granted = "granted" }
[metrics.signals.outcome]
on = "turn_done"
label = "outcome"
buckets = ["ok"]
other = "other"
`;
  mkdirSync(join(cwd, "old"));
  for (const file of ["assay.toml", "old/assay.toml"]) writeFileSync(join(cwd, file), toml);
  writeFileSync(join(cwd, "log.jsonl"), log);
  return cwd;
}

const LOG = [
  { event: "consent_changed", distinct_id: "u", properties: { granted: true } },
  { event: "turn_done", distinct_id: "u", properties: { outcome: "ok" } },
]
  .map((event) => JSON.stringify(event))
  .join("\n");

const OF_CONFIG_AND_INPUT = ["def", "input", "sup"];
const OF_EVENTS = ["event", "id", "key", "net", "path", "pii", "secret", "text", "time"];

describe("a rule is a case where its subject was there", () => {
  test("of a capture that counts: events, people and what leaves", async () => {
    const ran = await families(["log.jsonl"], await project(LOG));
    const expected = [...OF_CONFIG_AND_INPUT, ...OF_EVENTS, "agg", "link", "out"];
    expect(ran).toEqual(expected.toSorted());
  });

  test("of a stream no event is judged", async () => {
    const ran = await families(["reasonix-events.jsonl"], join(FIXTURES, "reasonix"));
    expect(ran).toEqual([...OF_CONFIG_AND_INPUT, "out", "time"].toSorted());
  });

  test("of a log without events nothing has passed but the config", async () => {
    const cwd = await project("no event\n");
    expect(await families(["log.jsonl"], cwd)).toEqual(OF_CONFIG_AND_INPUT);
    const empty = (await cases(["log.jsonl"], cwd)).get("input.empty");
    expect(empty?.map(({ name }) => name)).toEqual(["failure"]);
  });

  test("what no log has is never shown as passed", async () => {
    const ran = await cases(["log.jsonl"], await project(LOG));
    for (const rule of ["agg.differencing", "compat.server-rejects", "input.not-exercised"])
      expect(ran.has(rule)).toBe(false);
  });

  test("an older config asks what changed", async () => {
    const ran = await cases(["log.jsonl", "--against", "old/assay.toml"], await project(LOG));
    for (const rule of ["consent.policy-changed", "diff.counts-drift", "agg.differencing"])
      expect(ran.get(rule)).toEqual([]);
  });

  test("a proof asks for flow, and for consent where the config has it", async () => {
    const cwd = await project(LOG);
    const ran = await cases(["log.jsonl", "--prove"], cwd);
    for (const rule of ["flow.interference", "consent.not-given", "consent.before-optin"])
      expect(ran.get(rule)).toEqual([]);
  });
});

/** What stands in a case. */
const names = (children: Element["children"] = []): string[] => children.map(({ name }) => name);

test("a rule that the config switches off is skipped, in a replay and in a check", async () => {
  const cwd = await project(LOG);
  const grades = '[privacy.severity]\nuuid = "off"\n"missing-metadata" = "off"\n';
  appendFileSync(join(cwd, "assay.toml"), grades);
  const replayed = await cases(["log.jsonl"], cwd);
  expect(names(replayed.get("id.uuid"))).toEqual(["skipped"]);
  expect(names(replayed.get("id.digest"))).toEqual([]);
  const { out } = await assay(["check", "--format", "junit"], { cwd: () => cwd });
  expect(readXml(out).attributes["skipped"]).toBe("1");
});
