import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../../src/cli/listen.ts";
import { createCollector } from "../../../src/collector/collector.ts";
import { memoryStore } from "../../../src/collector/store.ts";
import { keptCells } from "../../collector/kept.ts";
import { folder } from "../../disk/folder.ts";
import { metricsConfig, turnsConfig } from "./config.ts";

const DIST = pathToFileURL(join(import.meta.dirname, "../../../dist/")).href;

const APPLICATION = join(import.meta.dirname, "application.mjs");

interface Life {
  readonly began: number;
  readonly kept: number;
}

test("an application that is killed again and again, two at a time, counts all it kept once", async () => {
  const store = memoryStore();
  let requests = 0;
  const collect = createCollector({
    config: metricsConfig(),
    store,
    now: Date.now,
    limits: { requestsPerMinute: Infinity },
  });
  const server = await listen(async (request) => {
    requests += 1;
    const answer = await collect(request);
    // Some answers are lost on their way.
    return requests % 3 === 0 ? undefined : answer;
  }, 0);
  onTestFinished(server.close);
  const toml = turnsConfig(`${server.url}/v1/metrics`);
  const env = { PATH: process.env["PATH"], ASSAY_HOME: await folder() };

  async function live(turns: number, killAfter: number, grantedAt = ""): Promise<Life> {
    const asked = { DIST, TOML: toml, GRANTED_AT: grantedAt, TURNS: String(turns) };
    const child = spawn(process.execPath, [APPLICATION], {
      env: { ...env, ...asked },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const life = { began: 0, kept: 0 };
    for await (const line of createInterface({ input: child.stdout })) {
      const [word, count] = line.split(" ");
      if (word === "began") life.began = Number(count);
      if (word === "kept") life.kept = Number(count);
      if (life.began === killAfter) setTimeout(() => child.kill("SIGKILL"), killAfter % 7);
    }
    return life;
  }

  await live(0, Infinity, String(Date.now() - 2 * 86_400_000));
  const lives: Life[] = [];
  for (let round = 0; round < 4; round += 1)
    // oxlint-disable-next-line no-await-in-loop -- two at a time
    lives.push(...(await Promise.all([live(2_000, 7 + 11 * round), live(2_000, 23 + 5 * round)])));
  lives.push(await live(0, Infinity));

  const total = (await keptCells(store)).reduce((all, { count }) => all + count, 0);
  const sum = (of: keyof Life): number => lives.reduce((all, life) => all + life[of], 0);
  expect(sum("kept")).toBeGreaterThan(0);
  expect(total).toBeGreaterThanOrEqual(sum("kept"));
  expect(total).toBeLessThanOrEqual(sum("began"));
}, 60_000);
