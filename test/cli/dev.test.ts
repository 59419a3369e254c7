import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PostHog } from "posthog-node";
import { expect, onTestFinished, test } from "vitest";
import { assay, envelope } from "../assay.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");

interface Server {
  readonly url: string;
  /** Asks it to stop, and answers its exit code. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** The built command as a process of its own. */
async function dev(...flags: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [COMMAND, "dev", "--port", "0", "--json", ...flags], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const { url }: { url: string } = JSON.parse(line);
    return {
      url,
      stop: (signal) => {
        // Not `child.kill`: under Deno it would hide how the process itself ended.
        process.kill(child.pid ?? 0, signal);
        return ended;
      },
    };
  }
  throw new Error("the server printed no URL");
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "assay-dev-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function createFlag(url: string, key = "kept"): Promise<number> {
  const { status } = await fetch(`${url}/api/projects/1/feature_flags/`, {
    method: "POST",
    headers: { authorization: "Bearer phx_dev", "content-type": "application/json" },
    body: JSON.stringify({ key, filters: { groups: [{ rollout_percentage: 100 }] } }),
  });
  return status;
}

/** Every flag's key. */
async function keysIn(url: string): Promise<string[]> {
  const path = "/api/projects/1/feature_flags/?limit=1000";
  const headers = { authorization: "Bearer phx_dev" };
  const response = await fetch(`${url}${path}`, { headers });
  const { results } = JSON.parse(await response.text());
  return results.map(({ key }: { key: string }) => key);
}

test.each(["SIGINT", "SIGTERM"] as const)("dev stops cleanly on %s", async (signal) => {
  const server = await dev();
  expect(await server.stop(signal)).toBe(0);
});

test("dev --state survives a kill", async () => {
  const state = join(folder(), "state.json");
  const first = await dev("--state", state);
  expect(await createFlag(first.url)).toBe(201);
  await first.stop("SIGKILL");
  const second = await dev("--state", state);
  expect(await createFlag(second.url)).toBe(400);
  await second.stop("SIGTERM");
});

test("dev --state keeps all that it has answered for, however often it is killed", async () => {
  const state = join(folder(), "state.json");
  const answered: string[] = [];
  for (let life = 0; life < 5; life += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    const server = await dev("--state", state);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await keysIn(server.url)).toEqual(expect.arrayContaining(answered));
    const writes = Array.from({ length: 30 }, async (_, index) => {
      const key = `life-${life}-${index}`;
      if ((await createFlag(server.url, key)) === 201) answered.push(key);
    });
    setTimeout(() => void server.stop("SIGKILL"), 40 + 20 * life);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.allSettled(writes);
  }
  expect(answered.length).toBeGreaterThan(0);
  const last = await dev("--state", state);
  expect(await keysIn(last.url)).toEqual(expect.arrayContaining(answered));
  await last.stop("SIGTERM");
}, 60_000);

test("dev --record writes what posthog-node sends, as JSONL that replay reads", async () => {
  const path = folder();
  const log = join(path, "events.jsonl");
  const server = await dev("--record", log);
  const client = new PostHog("phc_dev", { host: server.url, flushAt: 2 });
  client.capture({ distinctId: "user-1", event: "message_sent", properties: { model: "other" } });
  client.capture({ distinctId: "user-1", event: "secret_event" });
  await client.shutdown();
  await server.stop("SIGTERM");
  expect(readFileSync(log, "utf8").trim().split("\n")).toHaveLength(1);

  const config = join(import.meta.dirname, "../../fixtures/events/dev.toml");
  const seen = await assay(["replay", "events.jsonl", "--config", config, "--json"], {
    cwd: () => path,
  });
  expect(seen.code).toBe(1);
  expect(envelope(seen).data).toMatchObject({
    events: { message_sent: 1, "?": 1 },
    findings: [{ rule: "event.unknown-event", line: 1, event: 1, pointer: "event" }],
  });
});

test("dev says that a port is taken", async () => {
  const server = await dev();
  const { code, err } = await assay(["dev", "--port", new URL(server.url).port]);
  expect(code).toBe(2);
  expect(err).toContain("--port");
  await server.stop("SIGTERM");
});
