import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { inWords } from "../../src/cli/replay-progress.ts";
import { createWatch } from "../../src/cli/replay-watch.ts";
import { assay, NOW, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const LEAK = '{"event":"app_started","properties":{"note":"/Users/jane/x"}}\n';

/** A replay of two pieces that come slowly, so many milliseconds apart by its own clock. */
async function slow(ms: number, isWatched: boolean, ...argv: readonly string[]): Promise<Seen> {
  const { folder } = desk("version = 1\n[events.app_started]\n");
  let now = NOW;
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(LEAK.repeat(1_500));
    now += ms;
    await delay(500);
    yield Buffer.from(LEAK);
  };
  return assay(["replay", "-", ...argv], {
    cwd: () => folder,
    now: () => now,
    stdin,
    terminal: { stdin: false, stdout: false, stderr: isWatched },
  });
}

describe("a replay", () => {
  test("says on a terminal how far it is, over itself, and leaves nothing of it", async () => {
    const { err } = await slow(2_000, true);
    expect(err).toContain("\r\u001B[K0.1 MB, 1,500 lines, 3,000 findings …");
    expect(err.endsWith("\r\u001B[K")).toBe(true);
  });

  test.each<[string, number, boolean, readonly string[]]>([
    ["in its first second", 900, true, []],
    ["where nobody watches", 2_000, false, []],
    ["to a script", 2_000, false, ["--json"]],
    ["when it is to be quiet", 2_000, true, ["--quiet"]],
  ])("says nothing of it %s", async (_, ms, isWatched, argv) => {
    expect((await slow(ms, isWatched, ...argv)).err).not.toContain("lines");
  });
});

describe("how far a replay is", () => {
  const seen = { bytes: 1_200_000_000, lines: 1_300_000, findings: 3 };

  test.each([
    [5e9, 10_000, "1.2 of 5.0 GB, 24 %, 1,300,000 lines, 3 findings, 0:32 left …"],
    [1.2e9, 10_000, "1.2 of 1.2 GB, 100 %, 1,300,000 lines, 3 findings, 0:00 left …"],
    [1.2e12, 10_000, "1.2 of 1200.0 GB, 0 %, 1,300,000 lines, 3 findings, 2:46:30 left …"],
    [undefined, 10_000, "1.2 GB, 1,300,000 lines, 3 findings …"],
  ])("of %s bytes after %s ms", (size, ms, words) => {
    expect(inWords(seen, { size, ms })).toBe(words);
  });

  test("is summed over all threads", () => {
    const watch = createWatch();
    const others = [createWatch(watch.memory), createWatch(watch.memory)];
    for (const other of others) {
      other.passing(3e9);
      other.heard(2, 1);
    }
    expect(watch.seen()).toEqual({ bytes: 6e9, lines: 4, findings: 2 });
    watch.stop();
    for (const other of others) expect(() => other.passing(1)).toThrow("interrupted");
  });
});
