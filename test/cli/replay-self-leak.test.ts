import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/report/formats.ts";
import { assay, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";

/** Shaped like an identifier, and declared. */
const KEY = "user_2fAkE9x8y7Z6";

const CONFIG = `version = 1
[flags.${KEY}]
name = "Shaped like an identifier"
[flags.stats]
name = "Stats"
variants = [{ key = "org_7mPqR2s4T6u8", share = 100 }]
[events.turn]
model = ["job_4wXyZ1a2B3c5", "other"]
[metrics.signals.models]
on = "turn"
label = "model"
buckets = ["job_4wXyZ1a2B3c5"]
other = "other"
`;

const event = (properties: object): string =>
  JSON.stringify({ event: "turn", distinct_id: "a", properties });

/** Replays one event, with an older config if one is named. */
async function replayed(
  properties: object,
  argv: readonly string[],
  { log = "log.jsonl", files = {} }: { log?: string; files?: Record<string, string> } = {},
): Promise<Seen> {
  const cwd = await folder();
  const all = { "assay.toml": CONFIG, [log]: event(properties), ...files };
  for (const [name, content] of Object.entries(all)) {
    await mkdir(join(cwd, name, ".."), { recursive: true });
    await writeFile(join(cwd, name), content);
  }
  return assay(["replay", log, ...argv], { cwd: () => cwd });
}

describe.each(formats.map(({ id }) => ["--format", id]))("%s %s", (...format) => {
  test.each([
    ["a flag", { who: KEY, [`$feature/${KEY}`]: true }],
    ["a variant", { who: "org_7mPqR2s4T6u8", "$feature/stats": "org_7mPqR2s4T6u8" }],
    ["a bucket", { who: "job_4wXyZ1a2B3c5", model: "job_4wXyZ1a2B3c5" }],
  ])("a log may say %s that the config declares", async (_, properties) => {
    const { code, err } = await replayed(properties, format);
    expect(err).not.toContain("self-leak");
    // What is found is that nobody declared where it stands.
    expect(code).toBe(1);
  });

  test("or that an older config declared", async () => {
    const older = CONFIG.replaceAll("stats", "run_5hJkL9m8N7p6");
    const properties = { who: "run_5hJkL9m8N7p6", "$feature/run_5hJkL9m8N7p6": "on" };
    const { err } = await replayed(properties, [...format, "--against", "old.toml"], {
      files: { "old.toml": older },
    });
    expect(err).not.toContain("self-leak");
  });
});

test("a report names the log as it was named, whatever the log says", async () => {
  // Fit to be shown, although a part of it is a name of a machine to whoever reads it alone.
  const log = "_db-primary.internal/log.jsonl";
  const { code, err } = await replayed({ host: "db-primary.internal" }, ["--json"], { log });
  expect(err).not.toContain("self-leak");
  expect(code).not.toBe(70);
});
