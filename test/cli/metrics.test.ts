import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createCollector } from "../../src/collector/collector.ts";
import { memoryStore } from "../../src/collector/store.ts";
import { openMetrics } from "../../src/runtime/metrics/open-metrics.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { assay, envelope, NOW, type Seen } from "../assay.ts";

const TOML = `version = 1
[log]
form = "stream"
name = "kind"
[events.turn_done]
[metrics]
enabled = true
endpoint = "https://metrics.example.com/v1/metrics"
dimensions = ["os", "version"]
disclosure = "How often turns are done."
[metrics.signals.turns]
on = "turn_done"
`;
const BODY =
  '{"counts":{"turns":{"total":2}},"os":"linux","period":"2026-W47","schema":1,"version":"1.4.0"}';
const DAY_MS = 86_400_000;

interface Desk {
  readonly assay: (line: string, env?: Readonly<Record<string, string>>) => Promise<Seen>;
  readonly folder: string;
  readonly network: { fetch: typeof globalThis.fetch };
}

/** A folder with a config, and two turns that an application has counted since its person agreed. */
async function desk({ granted = true } = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "assay-metrics-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "assay.toml"), TOML);
  const config = parseConfig(TOML, { file: "assay.toml" });
  const collect = createCollector({ config, store: memoryStore(), now: () => NOW });
  const network: Desk["network"] = {
    fetch: async (input, init) => collect(new Request(input, init)),
  };
  const home = { ASSAY_HOME: join(folder, "home") };
  let now = NOW - DAY_MS;
  const metrics = await openMetrics({
    config,
    version: "1.4.0",
    development: false,
    env: home,
    platform: "linux",
    now: () => now,
    fetch: () => Promise.reject(new TypeError("not yet")),
  });
  if (granted) await metrics.decide("granted");
  now = NOW;
  metrics.observe({ kind: "turn_done" });
  metrics.observe({ kind: "turn_done" });
  await metrics.flush();
  await metrics.close();
  return {
    folder,
    network,
    assay: async (line, env = {}) =>
      assay(line.split(" "), {
        cwd: () => folder,
        fetch: async (input, init) => network.fetch(input, init),
        env: { ...home, ...env },
      }),
  };
}

test("metrics show prints exactly what metrics flush then sends", async () => {
  const machine = await desk();
  const seen = await machine.assay("metrics show");
  expect(seen.code).toBe(0);
  expect(seen.out.split("\n")).toContain(BODY);
  expect(seen.out).toContain("How often turns are done.");
  const sent: string[] = [];
  const { fetch } = machine.network;
  machine.network.fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push(`Idempotency-Key: ${request.headers.get("idempotency-key")}`);
    sent.push(await request.text());
    return fetch(input, init);
  };
  const flushed = envelope(await machine.assay("metrics flush --json"));
  expect(sent).toEqual([expect.any(String), BODY]);
  expect(seen.out).toContain(sent.join("\n"));
  expect(flushed.data).toEqual({
    sent: 1,
    accepted: 1,
    refused: {},
    quarantined: 0,
    kept: 0,
    damagedLines: 0,
    withheld: null,
  });
  expect(envelope(await machine.assay("metrics show --json")).data["batches"]).toEqual([]);
});

test("metrics show says in JSON what waits and whether it may leave", async () => {
  const { data } = envelope(await (await desk()).assay("metrics show --json"));
  expect(data).toEqual({
    endpoint: "https://metrics.example.com/v1/metrics",
    disclosure: "How often turns are done.",
    withheld: null,
    consent: { decision: "granted", policy: 1 },
    batches: [
      { id: expect.stringMatching(/^[0-9a-f]{16}-[0-9a-f]{32}$/), state: "sealed", body: BODY },
    ],
    quarantined: 0,
    kept: 0,
    damagedLines: 0,
  });
});

test.each([
  ["CI", { CI: "true" }, "ci"],
  ["DO_NOT_TRACK", { DO_NOT_TRACK: "1" }, "opted-out"],
])("metrics flush sends nothing under %s, and all of it waits", async (_, env, withheld) => {
  const machine = await desk();
  machine.network.fetch = () => Promise.reject(new Error("asked the network"));
  const flushed = envelope(await machine.assay("metrics flush --json", env));
  expect(flushed).toMatchObject({ exitCode: 0, data: { sent: 0, withheld } });
  expect(envelope(await machine.assay("metrics show --json", env)).data).toMatchObject({
    withheld,
    batches: [{ body: BODY }],
  });
});

test("metrics show tells of a person who was never asked, and nothing is there", async () => {
  const machine = await desk({ granted: false });
  expect(envelope(await machine.assay("metrics show --json")).data).toMatchObject({
    withheld: "not-asked",
    consent: null,
    batches: [],
  });
});

test("metrics flush ends with 6 when nobody answers, and the batch waits", async () => {
  const machine = await desk();
  machine.network.fetch = () => Promise.reject(new TypeError("no network"));
  expect((await machine.assay("metrics flush")).code).toBe(6);
  expect((await machine.assay("metrics show")).out).toContain(BODY);
});

test("metrics clear removes what waits and leaves the decision", async () => {
  const machine = await desk();
  expect(envelope(await machine.assay("metrics clear --json")).data).toEqual({ removed: 1 });
  expect(envelope(await machine.assay("metrics show --json")).data).toMatchObject({
    consent: { decision: "granted" },
    batches: [],
  });
  expect((await machine.assay("metrics clear")).out).toContain("Nothing was pending");
});

test("metrics serve keeps in its file what it answered for", async () => {
  const { folder } = await desk();
  for (const _ of ["first", "again"]) {
    const stop = new AbortController();
    let tell: ((url: string) => void) | undefined;
    const url = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const served = assay(["metrics", "serve", "--port", "0", "--db", "counts.jsonl", "--json"], {
      cwd: () => folder,
      print: (text) => tell?.(JSON.parse(text).url),
      interrupted: stop.signal,
    });
    // oxlint-disable-next-line no-await-in-loop -- one server after the other
    const response = await post(await url);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect([response.status, await response.json()]).toEqual([202, { accepted: 1, refused: {} }]);
    stop.abort();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await served;
  }
});

test("metrics serve does not open a file that holds something else", async () => {
  const { folder, assay: run } = await desk();
  mkdirSync(join(folder, "other"));
  writeFileSync(join(folder, "other", "notes.txt"), "dear diary\n");
  const seen = await run("metrics serve --port 0 --db other/notes.txt");
  expect([seen.code, seen.err.includes("diary")]).toEqual([2, false]);
});

async function post(url: string): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "idempotency-key": "one" }, body: BODY });
}
