import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/parse.ts";
import type { Finding } from "../../src/privacy/finding.ts";
import { fingerprintOf } from "../../src/privacy/fingerprint.ts";
import { judgeDefinitions } from "../../src/privacy/release/judge-definitions.ts";
import { replay } from "../../src/replay/replay.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { stream } from "./bytes.ts";
import { agent } from "./catalogues.ts";

const FIXTURES = new URL("../../fixtures/", import.meta.url);
const fixture = (path: string): Buffer => readFileSync(new URL(path, FIXTURES));
const config = (folder: string): Config =>
  parseConfig(fixture(`${folder}/assay.toml`).toString(), { file: `${folder}/assay.toml` });
const expected = JSON.parse(fixture("reasonix/reasonix-events.expected.json").toString());
const { seed_v1: seed, bounded_v1: bounded } = expected.profiles;

/** What the config's own definitions break, as findings with their lines in the config. */
function definitionsOf({ file, metrics, locate }: Config): Finding[] {
  return judgeDefinitions(metrics).map(({ rule, severity, message, pointer: path }) => {
    const pointer = path.join(".");
    return {
      rule,
      severity,
      message,
      pointer,
      path: file,
      line: locate(path).line,
      event: null,
      count: 1,
      fingerprint: fingerprintOf(rule, pointer, "?"),
    };
  });
}

test.each([
  ["reasonix", "pass", bounded, []],
  [
    "reasonix-seed",
    "fail",
    { ...seed, finish_reason: { "?": 55 } },
    [["def.open-label", "metrics.signals.finish_reason"]],
  ],
])("fixtures/%s is a %s, from TOML alone", async (folder, verdict, counters, found) => {
  const read = config(folder);
  const chunks = stream(fixture("reasonix/reasonix-events.jsonl"));
  const rules = { ...read, definitions: definitionsOf(read), today: "2026-06-12" };
  const result = await replay([{ path: "events.jsonl", chunks }], rules);
  const { data } = reportReplay(result);
  expect(data).toMatchObject({
    verdict,
    logs: [{ format: "stream", reader: expected.reader }],
    features: {},
  });
  expect(data["events"]).toEqual(expected.eventsByKind);
  expect(data["counters"]).toEqual(counters);
  expect(result.findings.map(({ rule, pointer }) => [rule, pointer])).toEqual(found);
});

test.each(["reasonix", "reasonix-seed"])(
  "fixtures/%s declares all kinds and their types",
  (folder) => {
    const { catalogue } = config(folder);
    expect(catalogue).toEqual({ ...agent, common: new Map() });
  },
);
