import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");

export const TOML = `version = 1
[events.usage]
reason = "text"
[metrics]
enabled = true
endpoint = "https://metrics.example.com/v1/metrics"
dimensions = ["os", "version"]
[metrics.signals.turns]
on = "usage"
[metrics.signals.finish]
on = "usage"
label = "reason"
buckets = ["stop", "length"]
other = "other"
`;

export interface Serving {
  readonly url: string;
  /** Ends it, and answers its exit code. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** The built `metrics serve` as a process of its own, in a folder that gets a config. */
export async function serving(cwd: string, ...flags: readonly string[]): Promise<Serving> {
  writeFileSync(join(cwd, "assay.toml"), TOML);
  const argv = [COMMAND, "metrics", "serve", "--port", "0", "--json", ...flags];
  const child = spawn(process.execPath, argv, { cwd, stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { url: await urlOf(child), stop: async (signal) => stop(child, signal, ended) };
}

async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  // Not `child.kill`: under Deno it would hide how the process itself ended.
  process.kill(child.pid ?? 0, signal);
  return ended;
}

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout)
    for await (const line of createInterface({ input: stdout })) {
      const { url }: { url: string } = JSON.parse(line);
      return url;
    }
  throw new Error("the server printed no URL");
}
