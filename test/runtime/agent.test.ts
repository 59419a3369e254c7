/** The application in `fixtures/agent` as a process, against an emulated PostHog and a collector. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import { createCollector, memoryStore } from "../../src/collector.ts";
import { parseConfig } from "../../src/mod.ts";
import { envelope } from "../assay.ts";
import { keptCells } from "../collector/kept.ts";
import { RUN } from "../disk/mounting.ts";
import { desk } from "../posthog.ts";
import { HALVES } from "../emulator/server.ts";
import { network } from "./network.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/agent");
const DAY = 86_400_000;
const [runner = "", ...options] = RUN;

interface Machine {
  /** Lives one life of the agent, which hears these prompts; resolves to what it writes. */
  readonly live: (
    prompts: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  readonly toml: string;
  readonly store: ReturnType<typeof memoryStore>;
  readonly uploads: () => number;
  readonly left: () => readonly Record<string, unknown>[];
  readonly requests: Awaited<ReturnType<typeof network>>["requests"];
}

/** A machine whose person is in the test, as PostHog has it. */
async function machine(): Promise<Machine> {
  const { home, url, lines, requests } = await network();
  await fetch(`${url}/api/projects/1/feature_flags/`, {
    method: "POST",
    headers: { authorization: "Bearer phx_dev" },
    body: JSON.stringify({
      key: "brief-answers",
      filters: {
        groups: [{ properties: [], rollout_percentage: 100, variant: "test" }],
        multivariate: { variants: HALVES },
      },
    }),
  });
  requests.length = 0;
  const store = memoryStore();
  let uploads = 0;
  const server = await listen(async (request) => {
    uploads += 1;
    return collect(request);
  }, 0);
  onTestFinished(server.close);
  const shipped = readFileSync(join(FOLDER, "assay.toml"), "utf8");
  const toml = shipped.replace("https://metrics.example.com", server.url);
  const config = parseConfig(toml, { file: "assay.toml" });
  const collect = createCollector({ config, store, now: Date.now });
  const file = join(home, "assay.toml");
  writeFileSync(file, toml);
  return {
    toml,
    store,
    requests,
    uploads: () => uploads,
    left: () => lines.flatMap((line) => (Array.isArray(line["batch"]) ? line["batch"] : [line])),
    live: async (prompts, env = {}) => {
      const child = spawn(runner, [...options, join(FOLDER, "agent.mjs")], {
        env: {
          PATH: process.env["PATH"],
          ASSAY_HOME: home,
          POSTHOG_HOST: url,
          AGENT_CONFIG: file,
          ...env,
        },
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const said = { out: "", err: "" };
      child.stdout.on("data", (part) => (said.out += String(part)));
      child.stderr.on("data", (part) => (said.err += String(part)));
      child.stdin.end(prompts.map((prompt) => `${prompt}\n`).join(""));
      const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { code, ...said };
    },
  };
}

const consentedAt = (days: number): Readonly<Record<string, string>> => ({
  AGENT_NOW: new Date(Date.now() - days * DAY).toISOString(),
});

const PROMPTS = ["hello", "!ls", "!wait", "!rm", "overload", "/compact", "a prompt ".repeat(9)];

test("what the collector keeps is what replay counts of the agent's own log", async () => {
  const { live, store, toml } = await machine();
  const asked = await live(["/yes"], consentedAt(3));
  expect(asked.err).toContain("How often turns, tools and the cache succeed or fail");
  const lives = [await live(PROMPTS), ...(await Promise.all([live(PROMPTS), live(["hello"])]))];
  expect(lives.map(({ code, err }) => [code, err])).toEqual(lives.map(() => [0, ""]));
  const { assay, write } = desk(toml);
  write("events.jsonl", lives.map(({ out }) => out).join(""));
  const { counters } = envelope(await assay("replay events.jsonl --json")).data;
  const kept = new Map<string, Record<string, number>>();
  for (const { signal, bucket, count } of await keptCells(store)) {
    const buckets = kept.get(signal) ?? {};
    kept.set(signal, { ...buckets, [bucket]: (buckets[bucket] ?? 0) + count });
  }
  expect(Object.fromEntries(kept)).toEqual(counters);
}, 60_000);

test("a person is exposed once, however many processes use the value, and every event tells it", async () => {
  const { live, left } = await machine();
  const lives = await Promise.all([live(["hello", "hello"]), live(["hello"]), live(["hello"])]);
  for (const { out } of lives) expect(out).toContain('"text":"Done."');
  const told = left().map(({ event }) => event);
  expect(told.filter((event) => event === "$feature_flag_called")).toHaveLength(1);
  expect(told.filter((event) => event === "turn_finished")).toHaveLength(4);
  for (const event of left())
    expect(event["properties"]).toMatchObject({ "$feature/brief-answers": "test" });
  expect(JSON.stringify(left())).not.toContain("hello");
}, 60_000);

test("who says no is neither counted nor told of, and the agent answers all the same", async () => {
  const { live, uploads, requests } = await machine();
  await live(["/yes"], consentedAt(3));
  requests.length = 0;
  const off = await live(PROMPTS, { AGENT_DISABLE_TELEMETRY: "yes" });
  expect(off).toMatchObject({ code: 0, err: "" });
  expect(off.out.match(/"kind":"message"/g)).toHaveLength(5);
  expect([requests, uploads()]).toEqual([[], 0]);
  await live(["/no", "hello"], { AGENT_OFFLINE: "1" });
  expect(uploads()).toBe(0);
}, 60_000);

test("a development build sends nothing, whatever was agreed to", async () => {
  const { live, uploads, requests } = await machine();
  await live(["/yes"], consentedAt(3));
  requests.length = 0;
  expect((await live(PROMPTS, { NODE_ENV: "development" })).code).toBe(0);
  expect([requests, uploads()]).toEqual([[], 0]);
}, 60_000);
