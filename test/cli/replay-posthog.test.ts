import { beforeAll, describe, expect, test } from "vitest";
import { createPostHog, type PostHogOptions } from "../../src/emulator/emulator.ts";
import type { Query } from "../../src/emulator/queries.ts";
import { assay, envelope, NOW, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = "version = 1\n[posthog]\nproject = 1\n[events.app_started]\n";
const SECRET = "jane@example.com";

const NOTHING: Query = async () => ({ results: [], columns: [] });

// What the command loads on demand is loaded before the clock of a test runs.
beforeAll(async () => void (await assay(["replay", "--engine", "posthog"])), 60_000);

interface Replayed extends Seen {
  /** The texts that went with the queries. */
  readonly texts: readonly string[];
}

async function replay(line: string, options: Partial<PostHogOptions> = {}): Promise<Replayed> {
  const texts: string[] = [];
  const posthog = desk(TOML, {
    query: async (query, project, signal) => {
      texts.push(...Object.values(query["values"] ?? {}).map(String));
      return (options.query ?? NOTHING)(query, project, signal);
    },
    ...(options.personalKeys && { personalKeys: options.personalKeys }),
    ...(options.faults && { faults: options.faults }),
  });
  return { ...(await posthog.assay(`replay --engine posthog ${line}`)), texts };
}

describe("the window", () => {
  test.each([
    ["", "2026-11-14 12:00:00.000", "2026-11-21 12:00:00.000"],
    ["--since 24h", "2026-11-20 12:00:00.000", "2026-11-21 12:00:00.000"],
    ["--since 2026-11-01", "2026-11-01 00:00:00.000", "2026-11-21 12:00:00.000"],
    ["--until 2d", "2026-11-12 12:00:00.000", "2026-11-19 12:00:00.000"],
    [
      "--since 2026-11-01T02:00:00+02:00 --until 2026-11-02",
      "2026-11-01 00:00:00.000",
      "2026-11-02 00:00:00.000",
    ],
  ])("of %j is from %s to %s", async (line, since, until) => {
    const { texts } = await replay(line);
    expect(texts).toContain(since);
    expect(texts).toContain(until);
  });
});

test("a project without events is a log without events, named after the project", async () => {
  const seen = await replay("--json");
  const { data, diagnostics } = envelope(seen);
  expect(data["logs"]).toMatchObject([{ path: "posthog/1/events", format: "capture" }]);
  expect(JSON.stringify([data, diagnostics])).toContain("input.empty");
  expect(seen.code).toBe(1);
});

describe("a command line that does not fit", () => {
  test.each([
    ["log.jsonl", "Cannot use LOG with --engine posthog", "--since"],
    ["--workers 2", "Cannot use --workers with --engine posthog", "--since"],
    ["--table events", "Cannot use --table with --engine posthog", "--engine clickhouse"],
    ["--since yesterday", "Cannot use --since: it is neither a moment nor a duration", "7d"],
    ["--until 5", "Cannot use --until: it is neither a moment nor a duration", "7d"],
    ["--since 1h --until 2h", "Cannot use --since: it is not before --until", "ends now"],
    ["--budget none", "Cannot use --budget: it takes a number of rows above 0", "--budget"],
    ["--budget 0", "Cannot use --budget: it takes a number of rows above 0", "--budget"],
  ])("%s", async (line, message, hint) => {
    const { code, out, err, texts } = await replay(line);
    expect({ code, out, texts }).toEqual({ code: 2, out: "", texts: [] });
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  test("of files has no window", async () => {
    const { folder } = desk(TOML);
    const seen = await assay(["replay", "a.jsonl", "--since", "7d"], { cwd: () => folder });
    expect(seen.code).toBe(2);
    expect(seen.err).toContain("Cannot use --since: the logs are files");
  });
});

describe("who asks", () => {
  test("needs a key and a project, as plan and apply do", async () => {
    const line = "replay --engine posthog";
    const keyless = await desk(TOML).assay(line, { POSTHOG_PERSONAL_API_KEY: "" });
    expect(keyless.code).toBe(5);
    const nowhere = await desk("version = 1\n[events.app_started]\n").assay(line);
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain("the config names no project");
  });

  test("needs the scope query:read, which is named", async () => {
    const personalKeys = [{ key: "phx_dev", scopes: ["experiment:write"] }];
    const { code, err } = await replay("", { personalKeys });
    expect(code).toBe(5);
    expect(err).toContain('the key lacks scope "query:read"');
  });
});

test("the budget ends a replay before it is spent, with nothing on standard output", async () => {
  const { code, out, err } = await replay("--budget 1", {
    query: async () => ({ results: [["name", "a", 1]], columns: ["kind", "word", "times"] }),
  });
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("the budget of rows (1) is spent");
});

test("a limit that does not pass is exit 6, and what PostHog says about events is not repeated", async () => {
  expect((await replay("", { faults: ["429"] })).code).toBe(6);
  const query = async () => ({ error: `Cannot parse "${SECRET}"` });
  const { code, out, err } = await replay("--debug", { query });
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("it could not carry a query out");
  expect(err).not.toContain(SECRET);
});

test("an interrupt cancels the query and says nothing of it", async () => {
  const interrupt = new AbortController();
  const asked: string[] = [];
  const posthog = createPostHog({
    now: () => NOW,
    query: async () => new Promise(() => undefined),
  });
  const { folder } = desk(TOML);
  const seen = await assay(["replay", "--engine", "posthog"], {
    cwd: () => folder,
    env: { POSTHOG_HOST: "http://posthog.test", POSTHOG_PERSONAL_API_KEY: "phx_dev" },
    interrupted: interrupt.signal,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.method);
      const response = await posthog.fetch(request);
      interrupt.abort();
      return response;
    },
  });
  expect(seen).toMatchObject({ code: 130, out: "" });
  expect(asked).toEqual(["POST", "DELETE"]);
});
