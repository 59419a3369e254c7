import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { listen } from "../../../src/cli/listen.ts";
import { createCollector } from "../../../src/collector/collector.ts";
import { memoryStore } from "../../../src/collector/store.ts";
import { keptCells } from "../../collector/kept.ts";
import { folder } from "../../disk/folder.ts";
import { isMounting, MOUNTING_SHELL, RUN } from "../../disk/mounting.ts";
import { metricsConfig, turnsConfig } from "./config.ts";

const DIST = pathToFileURL(join(import.meta.dirname, "../../../dist/")).href;
const APPLICATION = join(import.meta.dirname, "application.mjs");
const SHELL = ["sh", "-c"];

interface Life {
  /** What the application said of its decision and its writes. */
  readonly said: readonly string[];
  /** How many turns a collector had counted in the end; it did not answer before. */
  readonly counted: number;
}

/** Runs an application of 60 turns in a home of its own, after a script has prepared that. */
async function live(
  [shell = "", ...options]: readonly string[],
  prepare: string,
  asked: Readonly<Record<string, string>> = {},
): Promise<Life> {
  const store = memoryStore();
  const collect = createCollector({ config: metricsConfig(), store, now: Date.now });
  let requests = 0;
  const server = await listen(async (request) => {
    requests += 1;
    return requests < 40 ? new Response(null, { status: 503 }) : collect(request);
  }, 0);
  onTestFinished(server.close);
  const script = `${prepare} && exec "$0" "$@"`;
  const child = spawn(shell, [...options, script, ...RUN, APPLICATION], {
    env: {
      PATH: process.env["PATH"],
      ASSAY_HOME: await folder(),
      DIST,
      TOML: turnsConfig(`${server.url}/v1/metrics`),
      GRANTED_AT: String(Date.now() - 2 * 86_400_000),
      TURNS: "60",
      ...asked,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = (await text(child.stdout)).split("\n");
  const counted = (await keptCells(store)).reduce((sum, { count }) => sum + count, 0);
  return { said: said.filter((line) => !/^(began.*)?$/.test(line)), counted };
}

describe("a disk that takes no more", { timeout: 30_000 }, () => {
  // Deno is ended by the signal that comes with this limit; Node hears of the write that failed.
  test.skipIf("Deno" in globalThis)(
    "is told of, and all that was counted is counted once in the end",
    async () => {
      // A file that may grow no longer than a few lines is cut off in the middle of one.
      const { said, counted } = await live(SHELL, "ulimit -f 1");
      expect(new Set(said.map((line) => line.split(" ")[0]))).toEqual(new Set(["kept", "failed"]));
      expect(counted).toBe(60);
    },
  );

  test.runIf(isMounting)("is told of where it is really full, and until it is not", async () => {
    const mount = `mount -t tmpfs -o size=64k tmpfs "$ASSAY_HOME"`;
    const full = { FULL_FROM: "1", FULL_UNTIL: "42" };
    const { said, counted } = await live(MOUNTING_SHELL, mount, full);
    const failed = Array.from({ length: 8 }, () => "failed config");
    expect(said).toEqual([...failed, "kept 45", "kept 50", "kept 55", "kept 60"]);
    expect(counted).toBe(60);
  });

  test.runIf(isMounting)(
    "takes no decision where it may not be written, and nothing counts",
    async () => {
      const mount = `mount -t tmpfs -o ro tmpfs "$ASSAY_HOME"`;
      const { said, counted } = await live(MOUNTING_SHELL, mount, { TURNS: "5" });
      expect([said, counted]).toEqual([["undecided config", "kept 5"], 0]);
    },
  );

  test.runIf(isMounting)("is told of when it may not be written any more", async () => {
    const prepare = [
      `mount -t tmpfs tmpfs "$ASSAY_HOME"`,
      `TURNS=0 "$0" "$@"`,
      `mount -o remount,ro "$ASSAY_HOME"`,
      "export GRANTED_AT=",
    ];
    const { said, counted } = await live(MOUNTING_SHELL, prepare.join(" && "), { TURNS: "10" });
    expect([said, counted]).toEqual([["failed config", "failed config"], 0]);
  });
});
