import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { replay } from "../../src/replay/replay.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { stream } from "./bytes.ts";
import { agent } from "./catalogues.ts";
import { judge } from "./judge.ts";

const FIXTURES = new URL("../../fixtures/", import.meta.url);
const fixture = (path: string): Buffer => readFileSync(new URL(path, FIXTURES));
const config = (folder: string): ReturnType<typeof parseConfig> =>
  parseConfig(fixture(`${folder}/assay.toml`).toString(), { file: `${folder}/assay.toml` });
const expected = JSON.parse(fixture("reasonix/reasonix-events.expected.json").toString());
const { seed_v1: seed, bounded_v1: bounded } = expected.profiles;

test.each([
  ["reasonix", bounded],
  ["reasonix-seed", { ...seed, finish_reason: { "?": 55 } }],
])("fixtures/%s counts the agent's log from TOML alone", async (folder, counters) => {
  const { catalogue, metrics, privacy } = config(folder);
  const chunks = stream(fixture("reasonix/reasonix-events.jsonl"));
  const rules = { catalogue, metrics, privacy, judge, definitions: [] };
  const { data } = reportReplay(await replay([{ path: "events.jsonl", chunks }], rules));
  expect(data).toMatchObject({
    logs: [{ format: "stream", reader: expected.reader }],
    features: {},
  });
  expect(data["events"]).toEqual(expected.eventsByKind);
  expect(data["counters"]).toEqual(counters);
});

test.each(["reasonix", "reasonix-seed"])(
  "fixtures/%s declares all kinds and their types",
  (folder) => {
    const { catalogue } = config(folder);
    expect(catalogue).toEqual({ ...agent, common: new Map() });
  },
);
