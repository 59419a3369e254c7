import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { sqliteStore } from "../../src/collector/sqlite-store.ts";
import { openSqliteFile } from "../../src/disk/sqlite-file.ts";
import { periodOf } from "../../src/privacy/release/period.ts";
import { folder } from "../disk/folder.ts";
import { keptCells } from "./kept.ts";
import { serving } from "./serving.ts";

const PERIOD = periodOf(new Date().toISOString().slice(0, 10), "week");
const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

/** Where the servers stand; a client asks anew each time, as one behind a name would. */
interface World {
  url: string;
  isOver: boolean;
}

/** A client: each batch again and again under its id until it is answered, and now and then once more. */
async function client(world: World, who: number): Promise<number> {
  let sent = 0;
  while (!world.isOver) {
    sent += 1;
    const id = `${hex(8)}-${hex(16)}`;
    const body = {
      counts: { finish: { stop: 1 }, turns: { total: 10 } },
      os: who % 2 ? "linux" : "darwin",
      period: PERIOD,
      schema: 1,
      version: `1.${who}.0`,
    };
    // oxlint-disable-next-line no-await-in-loop -- until somebody has it
    while (!(await isTaken(world.url, id, JSON.stringify(body)))) await delay(10);
    // oxlint-disable-next-line no-await-in-loop -- as if the answer had been lost
    if (sent % 7 === 0) await isTaken(world.url, id, JSON.stringify(body));
  }
  return sent;
}

async function isTaken(url: string, id: string, body: string): Promise<boolean> {
  const headers = { "idempotency-key": id };
  const answer = fetch(url, { method: "POST", headers, body }).then(
    async (response) => [response.status, await response.text()],
    () => [],
  );
  const [status, text] = await answer;
  return status === 202 && text === '{"accepted":2,"refused":{}}';
}

async function counted(path: string): Promise<Readonly<Record<string, number>>> {
  const file = await openSqliteFile(path);
  onTestFinished(() => void file.close());
  const sums: Record<string, number> = {};
  for (const { signal, count } of await keptCells(sqliteStore(file)))
    sums[signal] = (sums[signal] ?? 0) + count;
  return sums;
}

test("a server that is killed again and again under load counts every batch once (R2, R5)", async () => {
  const cwd = await folder();
  const serve = async (): ReturnType<typeof serving> => serving(cwd, "--db", "counts.db");
  let server = await serve();
  const world: World = { url: server.url, isOver: false };
  const clients = Promise.all(Array.from({ length: 16 }, async (_, who) => client(world, who)));
  for (const ms of [300, 150, 500]) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    await delay(ms);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await server.stop("SIGKILL");
    // oxlint-disable-next-line no-await-in-loop -- as above
    server = await serve();
    world.url = server.url;
  }
  await delay(300);
  world.isOver = true;
  const sent = (await clients).reduce((sum, each) => sum + each, 0);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(sent).toBeGreaterThan(16);
  expect(await counted(join(cwd, "counts.db"))).toEqual({ finish: sent, turns: sent * 10 });
}, 60_000);

test("two servers over one database count every batch once, whichever it comes to", async () => {
  const cwd = await folder();
  const servers = [
    await serving(cwd, "--db", "counts.db"),
    await serving(cwd, "--db", "counts.db"),
  ];
  const worlds = servers.map(({ url }): World => ({ url, isOver: false }));
  const clients = Promise.all(
    worlds.flatMap((world) => [0, 1, 2].map(async (who) => client(world, who))),
  );
  const ids = Array.from({ length: 20 }, () => `${hex(8)}-${hex(16)}`);
  const body = JSON.stringify({
    counts: { finish: { stop: 1 }, turns: { total: 10 } },
    os: "linux",
    period: PERIOD,
    schema: 1,
    version: "2.0.0",
  });
  const both = ids.flatMap((id) => worlds.map(async ({ url }) => isTaken(url, id, body)));
  expect(new Set(await Promise.all(both))).toEqual(new Set([true]));
  await delay(500);
  for (const world of worlds) world.isOver = true;
  const sent = (await clients).reduce((sum, each) => sum + each, ids.length);
  expect(await counted(join(cwd, "counts.db"))).toEqual({ finish: sent, turns: sent * 10 });
}, 60_000);
