/** An application on a disk that is full or may not be written, as a process meets one. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { isMounting, MOUNTING_SHELL, RUN } from "../disk/mounting.ts";
import { COMMON, network, TOML } from "./network.ts";

const DIST = pathToFileURL(join(import.meta.dirname, "../../dist/")).href;

/** What applications say that live one after the other in a script, as `"$0" "$@"`. */
async function live(script: string): Promise<{ said: unknown[]; told: number }> {
  const { home, url, lines } = await network();
  const [shell = "", ...options] = MOUNTING_SHELL;
  const child = spawn(
    shell,
    [...options, script, ...RUN, join(import.meta.dirname, "process.mjs")],
    {
      env: {
        PATH: process.env["PATH"],
        ASSAY_HOME: home,
        POSTHOG_HOST: url,
        DIST,
        TOML: TOML + COMMON,
        CHOOSE: "control",
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const said = (await text(child.stdout)).split("\n").filter((line) => line !== "");
  const told = lines
    .flatMap((line) => (Array.isArray(line["batch"]) ? line["batch"] : []))
    .filter(({ event }) => event === "$feature_flag_called");
  return { said: said.map((line): unknown => JSON.parse(line)), told: told.length };
}

const SMALL = 'mount -t tmpfs -o size=64k tmpfs "$ASSAY_HOME"';
const FILL = 'head -c 100000 /dev/zero > "$ASSAY_HOME/filling" 2>/dev/null';
const AGAIN = '"$0" "$@"';
const CANNOT = expect.stringMatching(/^Cannot (write|keep) "[^/"]+": E[A-Z]+$/);

describe.runIf(isMounting)("a home that takes nothing", { timeout: 60_000 }, () => {
  test.each([
    ["is full", `${SMALL}; ${FILL}; ${AGAIN}`],
    ["may only be read", `mount -t tmpfs -o ro tmpfs "$ASSAY_HOME"; ${AGAIN}`],
  ])("because it %s: everything works in memory, and it is said", async (_, script) => {
    const { said, told } = await live(script);
    expect(said).toMatchObject([
      { chosen: "config", value: "test", source: "posthog", kept: false },
    ]);
    expect(said).toMatchObject([{ problems: [CANNOT, CANNOT] }]);
    expect(told).toBe(2);
  });

  test("any more: what was chosen stays, and what could not be kept is kept when it can", async () => {
    const changed = `export CHOOSE=test; ${AGAIN}`;
    const cleared = `rm "$ASSAY_HOME/filling"; ${AGAIN}`;
    const { said } = await live(`${SMALL}; ${AGAIN}; ${FILL}; ${changed}; ${cleared}`);
    expect(said).toMatchObject([
      { chosen: "stored", value: "control", kept: true, problems: [] },
      { chosen: "config", value: "control", source: "override" },
      { chosen: "stored", value: "test", kept: true, problems: [] },
    ]);
  });
});
