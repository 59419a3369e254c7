import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { assay as run, envelope, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = "version = 1\n[events.app_started]\n";
export const EVENT: string = '{"event":"app_started","properties":{}}\n';
/** Stands in every hostile input, and in nothing that is said about it. */
export const SECRET: string = "jane.doe@example.com";
export const MIB: number = 2 ** 20;

/** Replays bytes from a file, or pieces from standard input. */
export async function replayed(
  input: Uint8Array | string | AsyncIterable<Uint8Array>,
): Promise<Seen> {
  const { folder } = desk(TOML);
  const isWhole = typeof input === "string" || input instanceof Uint8Array;
  if (isWhole) writeFileSync(join(folder, "log"), input);
  const seen = await run(["replay", isWhole ? "log" : "-", "--json"], {
    cwd: () => folder,
    ...(!isWhole && { stdin: () => input }),
  });
  expect(seen.out + seen.err).not.toContain(SECRET);
  return seen;
}

/** The same without a folder, for many runs. */
export async function judged(bytes: Uint8Array): Promise<Seen> {
  return run(["replay", "-", "--json", "--config", "fixtures/mux/assay.toml"], {
    stdin: async function* () {
      yield bytes;
    },
  });
}

/** The counters that moved. */
export function counters(seen: Seen): Record<string, unknown> {
  const [log] = JSON.parse(JSON.stringify(envelope(seen).data["logs"]));
  return Object.fromEntries(Object.entries(log.reader).filter(([, count]) => count !== 0));
}
export const messages = (seen: Seen): string => JSON.stringify(envelope(seen).diagnostics);

/** How much memory grew while something ran, at most, in MiB. */
export async function growth(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await act();
  clearInterval(watch);
  return (most - before) / MIB;
}

/** A byte of it is another, counted from the end where the place is negative. */
export function changed(bytes: Uint8Array, at: number, to: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at] = to;
  return copy;
}
