import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import { assay } from "../assay.ts";
import { TOML } from "../collector/serving.ts";
import { folder } from "../disk/folder.ts";
import { started } from "./started.ts";

const BODY = {
  counts: { turns: { total: 3 } },
  os: "linux",
  period: "2026-W47",
  schema: 1,
  version: "1.4.0",
};

async function desk(): Promise<string> {
  const cwd = await folder();
  writeFileSync(join(cwd, "assay.toml"), TOML);
  return cwd;
}

async function post(url: string, id: string, body: unknown = BODY): Promise<unknown> {
  const headers = { "idempotency-key": id };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return [response.status, JSON.parse(await response.text())];
}

test("what it answered for is known after a restart on the same database", async () => {
  const cwd = await desk();
  const serve = ["metrics", "serve", "--db", "counts.db"];
  const taken = [202, { accepted: 1, refused: {} }];
  const first = await started(cwd, ...serve);
  expect(await post(first.first, "a")).toEqual(taken);
  expect((await first.stop()).code).toBe(0);
  const second = await started(cwd, ...serve);
  expect(await post(second.first, "a", { ...BODY, os: "acme-os" })).toEqual(taken);
  const told = await fetch(second.first);
  expect(JSON.parse(await told.text())).toEqual({ min_count: 5, periods: [] });
});

test("two posts of one id at once are one batch", async () => {
  const { first } = await started(await desk(), "metrics", "serve", "--db", "counts.db");
  const both = [post(first, "a"), post(first, "a", { ...BODY, counts: {} })];
  const [one, other] = await Promise.all(both);
  expect(other).toEqual(one);
});

test("--json prints one line first", async () => {
  const { first } = await started(await desk(), "metrics", "serve", "--json");
  expect(JSON.parse(first)).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
});

test("--rate limits requests, and says how long to wait", async () => {
  const { first } = await started(await desk(), "metrics", "serve", "--rate", "1");
  expect(await post(first, "a")).toEqual([202, { accepted: 1, refused: {} }]);
  const response = await fetch(first);
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("what it refuses is told once on stderr by its rule, without a value (R16)", async () => {
  const { first, said } = await started(await desk(), "metrics", "serve");
  const strange = { ...BODY, counts: { finish: { "acme-merger": 1 } } };
  await post(first, "a", strange);
  await post(first, "b", strange);
  expect(said().match(/out\.unknown-bucket/g)).toHaveLength(1);
  expect(said()).not.toContain("acme-merger");
});

test.each([
  ["a folder", ".", "EISDIR"],
  ["a file that is no database", "assay.toml", "it is no database"],
])("%s is refused as a database before anything is served", async (_, db, why) => {
  const cwd = await desk();
  const seen = await assay(["metrics", "serve", "--db", db], { cwd: () => cwd });
  expect([seen.code, seen.out]).toEqual([2, ""]);
  expect(seen.err).toContain(why);
  expect(seen.err).not.toContain(cwd);
});

test("without libsql it says how to install it", async () => {
  vi.doMock("libsql", () => {
    throw new Error("Cannot find package 'libsql'");
  });
  onTestFinished(() => vi.doUnmock("libsql"));
  const cwd = await desk();
  const seen = await assay(["metrics", "serve", "--db", "counts.db"], { cwd: () => cwd });
  expect([seen.code, seen.out]).toEqual([2, ""]);
  expect(seen.err).toContain("npm i libsql");
});

test("a rate that is no number is refused", async () => {
  const cwd = await desk();
  const seen = await assay(["metrics", "serve", "--rate", "many"], { cwd: () => cwd });
  expect(seen.code).toBe(2);
  expect(seen.err).toContain("--rate");
});

test("a client that never finishes its request is answered 408 (R21)", async () => {
  const server = await listen(async (request) => new Response(await request.text()), 0, {
    headersMs: 100,
    requestMs: 100,
  });
  onTestFinished(server.close);
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});
