import { describe, expect, test } from "vitest";
import type { Definitions } from "../../src/mod.ts";
import type { OpenOptions } from "../../src/runtime.ts";
import type { CaptureLine } from "../../src/testing.ts";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";
import { COMMON, network, TOML } from "./network.ts";

const events = (lines: readonly CaptureLine[]): Record<string, unknown>[] =>
  lines.flatMap((line) => (Array.isArray(line["batch"]) ? line["batch"] : [line]));

test("one request brings every value; what PostHog does not know is off", async () => {
  const { open, requests } = await network();
  const experiments = await open();
  await experiments.start();
  expect(await experiments.answered({ ms: 5000 })).toBe(true);
  expect(experiments.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  expect(experiments.isEnabled("copy")).toBe(true);
  expect(experiments.isEnabled("banner")).toBe(true);
  expect(experiments.get("unheard-of")).toMatchObject({ value: false, source: "default" });
  expect(requests.map(({ path }) => path)).toEqual(["/flags/"]);
  expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({
    token: "phc_dev",
    flag_keys_to_evaluate: ["banner", "copy", "unheard-of"],
  });
});

test("its functions may be taken out of it, as applications do", async () => {
  const { open } = await network();
  const { reload, isEnabled, getAll } = await open();
  await reload();
  expect(isEnabled("copy")).toBe(true);
  expect(getAll()["copy"]).toMatchObject({ value: "test", source: "posthog" });
});

describe("events", () => {
  test("leave through posthog-node in a form that replay finds nothing in", async () => {
    const { open, lines } = await network();
    const experiments = await open();
    await experiments.start();
    await experiments.answered({ ms: 5000 });
    experiments.get("copy");
    await experiments.choose({ key: "copy", value: "control", by: "ada" });
    experiments.capture("opened", { view: "list" });
    await experiments.stop();
    const left = events(lines);
    expect(left.map(({ event }) => String(event)).toSorted()).toEqual([
      "$feature_flag_called",
      "experiment_overridden",
      "opened",
    ]);
    const opened = left.find(({ event }) => event === "opened");
    expect(opened).toMatchObject({
      properties: {
        view: "list",
        version: "1.2.3",
        "$feature/copy": "test",
        "$feature/banner": true,
        "effective/copy": "control",
        $lib: "posthog-node",
      },
    });
    const { assay, write } = desk(TOML + COMMON);
    write("captured.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect(envelope(await assay("replay captured.jsonl --json")).data["findings"]).toEqual([]);
  });

  test("are judged as they leave: what the client adds must be declared, too", async () => {
    const { open, lines } = await network();
    const bare = `${TOML}[log.common]\nversion = "semver"\n`;
    const experiments = await open({ toml: bare });
    await experiments.start();
    experiments.capture("opened", { view: "list" });
    await experiments.stop();
    expect(lines).toEqual([]);
    expect(Object.keys(experiments.status().refused)).toEqual([
      expect.stringMatching(/^event\.unknown-property properties\.\$/),
    ]);
  });

  test("that are refused leave the others of their batch alone", async () => {
    const { open, lines } = await network();
    const experiments = await open();
    await experiments.start();
    experiments.capture("opened", { view: "/home/ada/secret" });
    experiments.capture("opened", { view: "grid" });
    await experiments.stop();
    expect(events(lines)).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  test("that wait are dropped when the person says no", async () => {
    const { open, lines } = await network();
    let saysNo = false;
    const experiments = await open({ optedOut: () => saysNo });
    await experiments.start();
    experiments.capture("opened", { view: "list" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    saysNo = true;
    await experiments.stop();
    expect(lines).toEqual([]);
    expect(experiments.status().telemetry).toBe("opted-out");
  });
});

test.each<[string, Partial<OpenOptions>]>([
  ["an opt-out", { env: { DO_NOT_TRACK: "1" } }],
  ["a development build", { development: true }],
  ["a test", { env: { VITEST: "true" } }],
  ["CI", { env: { CI: "1" } }],
])("with %s nothing reaches the network, and the config decides", async (_, options) => {
  const { open, requests } = await network();
  const experiments = await open(options);
  await experiments.start();
  expect(experiments.get("banner")).toMatchObject({ value: true, source: "config" });
  expect(typeof experiments.get("copy").value).toBe("string");
  experiments.capture("opened", { view: "list" });
  await experiments.choose({ key: "copy", value: "control", by: "ada", allowCi: true });
  await experiments.reload();
  await experiments.stop();
  expect(requests).toEqual([]);
});

test("the next process knows at once what the last one was told", async () => {
  const { open, requests } = await network();
  const first = await open();
  await first.start();
  await first.answered({ ms: 5000 });
  await first.stop();
  const second = await open();
  await second.start();
  expect(second.get("copy")).toMatchObject({ value: "test", source: "cache" });
  expect(requests.filter(({ path }) => path === "/flags/")).toHaveLength(1);
  const other = await open({ person: { distinctId: "somebody else" } });
  await other.start();
  expect(other.get("copy").source).toBe("default");
});

test("processes that start together are one installation", async () => {
  const { open, requests } = await network();
  const started = await Promise.all(Array.from({ length: 8 }, async () => open()));
  for (const experiments of started) await experiments.reload();
  const asked = requests.map(({ body }): unknown => JSON.parse(body).distinct_id);
  expect(asked.length).toBeGreaterThanOrEqual(8);
  expect(new Set(asked).size).toBe(1);
});

test.each(["phx_secret", "phs_secret", ""])(
  "%j is no key for an application",
  async (projectKey) => {
    const { open } = await network();
    await expect(open({ projectKey })).rejects.toMatchObject({ kind: "config" });
  },
);

test.each<[string, () => Response]>([
  ["a server that is down", () => new Response("down", { status: 503 })],
  ["an answer that is no JSON", () => new Response("<html>")],
  ["an answer without flags", () => Response.json({ flags: [] })],
  ["a used-up quota", () => Response.json({ flags: {}, quotaLimited: ["feature_flags"] })],
  ["a part of an answer", () => Response.json({ flags: {}, errorsWhileComputingFlags: true })],
])("%s takes nothing away that was known", async (_, trouble) => {
  let inTrouble = false;
  const { open } = await network({
    before: ({ url }) => (inTrouble && url.includes("/flags/") ? trouble() : undefined),
  });
  const experiments = await open();
  await experiments.reload();
  inTrouble = true;
  await experiments.reload().catch(() => {});
  expect(experiments.status().failures).toBe(1);
  expect(experiments.get("copy")).toMatchObject({ value: "test", source: "posthog" });
});

test("definitions of the application's own say nothing about the person", async () => {
  const { open, requests } = await network();
  const all = { groups: [{ properties: [], rollout_percentage: 100 }] };
  const load = async (): Promise<Definitions> => ({
    flags: [{ key: "banner", active: true, filters: all }],
  });
  const experiments = await open({ load });
  await experiments.start();
  await experiments.answered({ ms: 5000 });
  expect(experiments.get("banner")).toMatchObject({ value: true, source: "posthog" });
  expect(experiments.get("copy")).toMatchObject({ value: false, source: "default" });
  expect(requests).toEqual([]);
});

test("the command shows what an application keeps, and what was chosen", async () => {
  const { open, home, url } = await network();
  const experiments = await open();
  await experiments.reload();
  await experiments.choose({ key: "copy", value: "control", by: "ada" });
  await experiments.stop();
  const { assay } = desk(TOML);
  const env = { ASSAY_HOME: home, POSTHOG_HOST: url, ASSAY_NOW: new Date().toISOString() };
  expect(envelope(await assay("cache show --json", env)).data).toEqual({
    state: "ok",
    freshness: "fresh",
    keys: {
      banner: { value: true, source: "cache" },
      copy: { value: "test", source: "cache", override: "control" },
      "unheard-of": { value: null, source: "cache" },
    },
  });
  expect((await assay("cache show", env)).out).toMatch(/unheard-of +not known +cache/);
  await assay("override unset copy", env);
  const again = await open();
  await again.start();
  expect(again.get("copy")).toMatchObject({ value: "test", source: "cache" });
  await again.stop();
  expect(envelope(await assay("cache clear --json", env)).data).toEqual({ cleared: true });
  expect(envelope(await assay("cache show --json", env)).data).toMatchObject({ state: "absent" });
});
