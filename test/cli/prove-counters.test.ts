import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { anotherProcess } from "../../src/cli/another-process.ts";
import { behaving, countersSinks, endpointOf } from "../../src/cli/prove-counters.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { judgeElsewhere } from "../../src/replay/proof/elsewhere.ts";
import { toLog } from "../../src/replay/proof/faults.ts";
import { judgePromises } from "../../src/replay/proof/promises.ts";
import { folder } from "../disk/folder.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "fixtures/reasonix");
const config = parseConfig(readFileSync(join(FOLDER, "assay.toml"), "utf8"), {
  file: "assay.toml",
});
const LINES = ['{"kind":"turn_done"}', '{"kind":"usage","usage":{"finishReason":"stop"}}'];

test("the counters of an application keep every promise", async () => {
  const counters = {
    behave: behaving(config),
    endpoint: endpointOf(config),
    optOuts: config.telemetry.off,
  };
  expect(await judgePromises(LINES, counters)).toEqual({ tried: 7, broken: [] });
});

test("an opt-out that the config does not name is heeded by nobody", async () => {
  const counters = { behave: behaving(config), endpoint: endpointOf(config), optOuts: ["SILENT"] };
  expect(await judgePromises(LINES, counters)).toEqual({
    tried: 8,
    broken: ["consent.do-not-track"],
  });
});

test("what the counters leave on the disk is searched by name and content, sent or refused", async () => {
  const sinks = await countersSinks(toLog([...LINES, "no JSON"]), config);
  expect(sinks.get("counters files")).toMatch(/\/.+\.sealed\n.*"finish_reason":\{"stop":1\}/);
  expect(sinks.get("counters requests")).toContain('"turns":{"total":1}');
  expect(sinks.get("refused counters files")).toMatch(/\.refused\n/);
  expect([sinks.get("counters problems"), sinks.get("refused counters problems")]).toEqual([
    "",
    "",
  ]);
});

test("a problem that stops the counters is a sink too", async () => {
  const metrics = { ...config.metrics, endpoint: "http://metrics.example.com/v1" };
  const sinks = await countersSinks(toLog(LINES), { ...config, metrics });
  expect(sinks.get("counters problems")).toContain("not a plain https address");
});

const self = {
  argv: [process.execPath, join(ROOT, "bin/assay.js")],
  env: process.env,
  execArgv: process.execArgv,
  execPath: process.execPath,
  versions: process.versions,
};
const another = anotherProcess(self);

test("a process reports the same in every zone and language", { timeout: 60_000 }, async () => {
  const reports: unknown[] = [];
  const { differing, places } = await judgeElsewhere(toLog(LINES), async ({ bytes }, place) => {
    const argv = ["replay", "-", "--json", "--config", join(FOLDER, "assay.toml")];
    const env = { ...place, ASSAY_NOW: "2026-11-21T23:30:00Z" };
    const report = await another?.(argv, { env, stdin: bytes });
    reports.push(JSON.parse(report ?? "null")?.data.counters.turns);
    return report;
  });
  expect(differing).toBe(0);
  expect(places).toHaveLength(3);
  expect(reports).toEqual(Array.from({ length: 4 }, () => ({ total: 1 })));
});

test("a process that comes to no result proves nothing", { timeout: 60_000 }, async () => {
  expect(await another?.(["no-such-command"], { env: {}, stdin: Buffer.from("") })).toBeUndefined();
  const nowhere = anotherProcess({ ...self, execPath: join(ROOT, "no-such-runtime") });
  expect(await nowhere?.(["schema"], { env: {}, stdin: Buffer.from("") })).toBeUndefined();
});

test("a process that reads its zone or its language is found", { timeout: 60_000 }, async () => {
  const cwd = await folder();
  const differing = async (says: string): Promise<number> => {
    const script = join(cwd, "says.mjs");
    await writeFile(script, `console.log(${says})`);
    const other = anotherProcess({ ...self, argv: [process.execPath, script] });
    const found = await judgeElsewhere(toLog([]), async ({ bytes }, place) =>
      other?.([], { env: place, stdin: bytes }),
    );
    return found.differing;
  };
  expect(await differing("new Date(0).getDate()")).toBeGreaterThan(0);
  expect(await differing("(1234.5).toLocaleString()")).toBeGreaterThan(0);
  expect(await differing("String(1234.5)")).toBe(0);
});
