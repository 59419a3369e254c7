/** What an application does where the machine or the network fails it. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import type { OpsError } from "../../src/errors.ts";
import { network } from "./network.ts";

describe("a PostHog that takes every connection and never answers", () => {
  test("keeps nobody from starting, reading, waiting so long and no longer, and ending", async () => {
    const { open } = await network();
    const { url, close } = await listen(async () => new Promise(() => {}), 0);
    onTestFinished(close);
    const experiments = await open({ env: { POSTHOG_HOST: url } });
    const began = performance.now();
    await experiments.start();
    expect(experiments.get("copy")).toMatchObject({ value: false, source: "default" });
    expect(await experiments.answered({ ms: 200 })).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
    experiments.capture("opened", { view: "list" });
    await experiments.stop();
    expect(performance.now() - began).toBeLessThan(9000);
  }, 20_000);

  test("ends whoever waits when the application ends", async () => {
    const { open } = await network();
    const { url, close } = await listen(async () => new Promise(() => {}), 0);
    onTestFinished(close);
    const experiments = await open({ env: { POSTHOG_HOST: url } });
    const waiting = experiments.answered({ ms: 60_000 });
    await experiments.start();
    await experiments.stop();
    expect(await waiting).toBe(false);
  }, 20_000);
});

describe("events that PostHog does not take", () => {
  const unheard: readonly [string, () => Promise<Response>][] = [
    ["offline", async () => Promise.reject(new TypeError("fetch failed"))],
    ["a server that is down", async () => new Response("down", { status: 503 })],
    ["a server that refuses", async () => new Response("no", { status: 400 })],
    ["silence", async () => new Promise(() => {})],
  ];
  test.each(unheard)("%s: nothing is printed over what the application shows", async (_, fetch) => {
    const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
    onTestFinished(() => void vi.restoreAllMocks());
    const { open } = await network();
    const began = performance.now();
    const experiments = await open({
      fetch: async (_url, init) =>
        Promise.race([
          fetch(),
          new Promise<never>((_resolve, reject) =>
            init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
          ),
        ]),
    });
    await experiments.start();
    for (let count = 0; count < 30; count += 1) experiments.capture("opened", { view: "list" });
    await experiments.stop();
    expect(performance.now() - began).toBeLessThan(7000);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  test("are counted by the answer", async () => {
    const { open } = await network({
      before: ({ url }) =>
        url.includes("/batch") ? new Response("no", { status: 401 }) : undefined,
    });
    const experiments = await open();
    await experiments.start();
    experiments.capture("opened", { view: "list" });
    experiments.capture("opened", { view: "grid" });
    await experiments.stop();
    expect(experiments.status().refused).toEqual({ "sink.http-401": 2 });
  });

  test("come again where the server failed", async () => {
    let failures = 1;
    const { open, lines } = await network({
      before: ({ url }) =>
        url.includes("/batch") && failures-- > 0 ? new Response("", { status: 503 }) : undefined,
    });
    const experiments = await open();
    await experiments.start();
    experiments.capture("opened", { view: "list" });
    await experiments.stop();
    expect(lines.flatMap(({ batch }) => batch ?? [])).toHaveLength(1);
    expect(experiments.status().refused).toEqual({});
  });
});

const FILES = ["cache/assignments", "state/overrides", "state/identities"] as const;

/** The one file in a folder of the home. */
function fileIn(home: string, folder: string): string {
  const [name] = readdirSync(join(home, folder)).filter((each) => !each.includes(".damaged-"));
  return join(home, folder, name ?? "");
}

describe("a damaged file", () => {
  test.each(FILES)(
    "in %s is set aside and told once, and the application goes on",
    async (place) => {
      const { open, home } = await network();
      const before = await open();
      await before.reload();
      await before.choose({ key: "copy", value: "control", by: "ada" });
      await before.stop();
      const path = fileIn(home, place);
      writeFileSync(path, '{"version": 1, "cut');
      const problems: OpsError[] = [];
      const opened = await Promise.all(
        [1, 2, 3].map(async () => open({ onProblem: (problem) => void problems.push(problem) })),
      );
      for (const experiments of opened) {
        await experiments.start();
        expect(await experiments.answered({ ms: 5000 })).toBe(true);
        expect(experiments.isEnabled("banner")).toBe(true);
        await experiments.stop();
      }
      expect(problems.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Cannot use ".+": it is damaged$/),
      ]);
      expect(opened.flatMap((each) => each.status().problems)).toHaveLength(1);
      const aside = readdirSync(dirname(path)).filter((name) => name.includes(".damaged-"));
      expect(aside).toHaveLength(1);
      expect(readFileSync(join(dirname(path), aside[0] ?? ""), "utf8")).toContain("cut");
    },
    20_000,
  );
});

/** Whoever is root may write everywhere. */
const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot || process.platform === "win32")(
  "a home that may not be written: in memory, and it says so",
  async () => {
    const { open, home } = await network();
    chmodSync(home, 0o500);
    onTestFinished(() => chmodSync(home, 0o700));
    const experiments = await open();
    await experiments.reload();
    expect(experiments.isEnabled("copy")).toBe(true);
    expect(experiments.status()).toMatchObject({ kept: false });
  },
);

test("a home that is no folder: in memory, and it says so", async () => {
  const { open, home } = await network();
  const place = join(home, "file");
  writeFileSync(place, "");
  const problems: string[] = [];
  const experiments = await open({
    env: { ASSAY_HOME: place },
    onProblem: ({ message }) => void problems.push(message),
  });
  await experiments.reload();
  expect(experiments.isEnabled("copy")).toBe(true);
  const choice = { key: "copy", value: "control", by: "ada" };
  await expect(experiments.choose(choice)).rejects.toMatchObject({ kind: "config" });
  expect(experiments.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await experiments.stop();
  expect(experiments.status()).toMatchObject({ kept: false, problems });
  expect(problems).toContainEqual(expect.stringContaining("Cannot"));
  expect(JSON.stringify(problems)).not.toContain(home);
});

test("a file of a later version is left alone, and nothing of it is used", async () => {
  const { open, home } = await network();
  const before = await open();
  await before.choose({ key: "copy", value: "control", by: "ada" });
  await before.stop();
  const path = fileIn(home, "state/overrides");
  writeFileSync(path, '{"version": 2}');
  const experiments = await open();
  await experiments.reload();
  expect(experiments.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await expect(
    experiments.choose({ key: "copy", value: "control", by: "ada" }),
  ).rejects.toMatchObject({ kind: "config" });
  expect(experiments.status().problems).toEqual([expect.stringContaining("later version")]);
  expect(readFileSync(path, "utf8")).toBe('{"version": 2}');
});
