import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Progress } from "../../src/clickhouse/progress.ts";
import { OpsError } from "../../src/errors.ts";
import { collected, opened, refuse, rows, serve, withSettings } from "./server.ts";

describe("the rows of an answer", () => {
  test("come as lists of JSON values, however they fall into chunks", async () => {
    const sent = [[1, 'ä\n\u2028 "q"', null], [2 ** 53, [["a", 0.5]], ""], [], ["last", true, {}]];
    const bytes = Buffer.from(rows(...sent));
    const { url } = await serve(
      withSettings([], async (_, response) => {
        for (let at = 0; at < bytes.length; at += 3) {
          response.write(bytes.subarray(at, at + 3));
          await delay(0);
        }
        response.end();
      }),
    );
    expect(await collected((await opened(url)).rows("SELECT 1"))).toEqual(sent);
  });

  test("come packed where the server packs them", async () => {
    const { url, asked } = await serve(
      withSettings([], (_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end(gzipSync(rows([1], [2])));
      }),
    );
    expect(await collected((await opened(url)).rows("SELECT 1"))).toEqual([[1], [2]]);
    expect(asked.at(-1)?.headers["accept-encoding"]).toBe("gzip");
  });

  test("are held one chunk at a time, at the pace of whoever reads them", async () => {
    const chunk = rows(...Array.from({ length: 1000 }, () => ["x".repeat(1000)]));
    let written = 0;
    const { url } = await serve(
      withSettings([], async ({ left }, response) => {
        while (!left.aborted && written < 200) {
          written += 1;
          if (!response.write(chunk)) await Promise.race([once(response, "drain"), aborted(left)]);
        }
        response.end();
      }),
    );
    for await (const [text] of (await opened(url)).rows("SELECT 1")) {
      expect(text).toHaveLength(1000);
      await delay(200);
      break;
    }
    // What the sockets of both sides hold, and no more.
    expect(written).toBeLessThan(40);
  });

  test.each<[string, string]>([
    ["within a row", '[1]\n[2,"a'],
    ["with what is no row", '[1]\n{"a":1}\n'],
    ["with what is no JSON", "[1]\nCode: 241. DB::Exception: ada@example.com\n"],
  ])("never end %s without a fault", async (_, text) => {
    const { url } = await serve(withSettings([], (__, response) => void response.end(text)));
    const engine = await opened(url);
    await expect(collected(engine.rows("SELECT 1"))).rejects.toMatchObject({
      kind: "unavailable",
      message: `Cannot read what "${url}" answers`,
    });
  });

  test("never end with the connection without a fault", async () => {
    const { url } = await serve(
      withSettings([], (_, response) => {
        response.write(rows([1]));
        setTimeout(() => response.destroy(), 20);
      }),
    );
    const engine = await opened(url);
    await expect(collected(engine.rows("SELECT 1"))).rejects.toMatchObject({
      kind: "unavailable",
      message: `Cannot reach ClickHouse at "${url}"`,
    });
  });
});

const aborted = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

describe("a query that nobody waits for any more", () => {
  test.each<[string, boolean]>([
    ["before its answer begins", false],
    ["within its answer", true],
  ])("is left %s, so that the server cancels it", async (_, isBegun) => {
    const stopping = new AbortController();
    const { url, asked } = await serve(
      withSettings([], (__, response) => {
        if (isBegun) response.write(rows([1]));
        setTimeout(() => stopping.abort(new Error("enough")), 50);
      }),
    );
    const engine = await opened(url, { signal: stopping.signal });
    await expect(collected(engine.rows("SELECT 1"))).rejects.toThrow("enough");
    const left = asked.at(-1)?.left;
    if (left !== undefined && !left.aborted) await aborted(left);
    await expect(collected(engine.rows("SELECT 2"))).rejects.toThrow("enough");
    expect(asked).toHaveLength(2);
  });
});

/** How a query fails at a server that answers so; user and password stand in its URL. */
const failureOf = async (
  answer: Parameters<typeof serve>[0],
): Promise<{ error: OpsError; origin: string }> => {
  const { url } = await serve(answer);
  const withSecrets = url.replace("http://", "http://jane:hunter2@");
  const error: unknown = await opened(withSecrets)
    .then(async (engine) => collected(engine.rows("SELECT secret")))
    .catch((fault: unknown) => fault);
  if (!(error instanceof OpsError)) throw new Error("a failure is told", { cause: error });
  return { error, origin: url };
};

describe("a failure", () => {
  const SECRETS = /ada@example|SECRET_NAME|SELECT secret|hunter2|jane/;
  test.each<[number, number, string, string]>([
    [516, 403, "unauthorized", "Cannot log in to ClickHouse (516, AUTHENTICATION_FAILED)"],
    [497, 403, "unauthorized", "(497, ACCESS_DENIED)"],
    [60, 404, "usage", "Cannot find the table in ClickHouse (60, UNKNOWN_TABLE)"],
    [81, 404, "usage", "(81, UNKNOWN_DATABASE)"],
    [46, 404, "usage", "does not understand what it is asked (46, UNKNOWN_FUNCTION)"],
    [164, 500, "usage", "(164, READONLY)"],
    [241, 500, "unavailable", "(241, MEMORY_LIMIT_EXCEEDED)"],
    [159, 408, "unavailable", "(159, TIMEOUT_EXCEEDED)"],
    [201, 429, "unavailable", "(201, QUOTA_EXCEEDED)"],
    [9999, 500, "unavailable", "it answers code 9999"],
    // Old servers and new ones: some failures come with 200.
    [241, 200, "unavailable", "(241, MEMORY_LIMIT_EXCEEDED)"],
  ])("of code %i with status %i is %s, by its published name", async (code, status, kind, told) => {
    const { error } = await failureOf((_, response) => refuse(response, code, status));
    expect(error).toMatchObject({ kind, message: expect.stringContaining(told) });
    expect(error.hint).toBeTruthy();
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(SECRETS);
    expect(error.cause).toBeUndefined();
  });

  test.each<[number, string, string]>([
    [401, "unauthorized", "Cannot log in"],
    [403, "unauthorized", "Cannot log in"],
    [404, "unavailable", "no ClickHouse answers there"],
    [302, "unavailable", "no ClickHouse answers there"],
    [502, "unavailable", "it answers 502"],
  ])("of something else on the way, status %i, is %s", async (status, kind, told) => {
    const { error, origin } = await failureOf((_, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/" });
      response.end("<html>ada@example.com</html>");
    });
    expect(error).toMatchObject({ kind, message: expect.stringContaining(told) });
    expect(error.message).toContain(origin);
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(SECRETS);
  });

  test("to reach anybody names where, and no password", async () => {
    const error: unknown = await opened("http://jane:hunter2@127.0.0.1:1").catch(
      (fault: unknown) => fault,
    );
    expect(error).toMatchObject({
      kind: "unavailable",
      message: 'Cannot reach ClickHouse at "http://127.0.0.1:1"',
    });
  });
});

test("how far a query is, is asked while it runs, and only where somebody watches", async () => {
  const progress: Progress[] = [];
  const { url, asked } = await serve(
    withSettings([], ({ sql }, response) => {
      if (sql.includes("system.processes")) response.end(rows([10, 40, 1e9]));
      else setTimeout(() => response.end(rows([1])), 1500);
    }),
  );
  const engine = await opened(url, { progress: (now) => void progress.push(now) });
  expect(await collected(engine.rows("SELECT 1"))).toEqual([[1]]);
  expect(progress).toEqual([{ query: 1, rows: 10, totalRows: 40, bytes: 1e9 }]);
  const [, query, question] = asked;
  expect(question?.sql).toContain(query?.parameters["query_id"]);
});
