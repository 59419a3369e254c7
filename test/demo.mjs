// The main job from start to end, on real parts: the built command, the local PostHog, the
// fixtures' config and logs. Nothing outside a temporary folder is written.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const command = join(root, "bin", "assay.js");
const home = mkdtempSync(join(tmpdir(), "assay demo "));
const mux = join(home, "mux");
const reasonix = join(home, "reasonix");
cpSync(join(root, "fixtures", "mux"), mux, { recursive: true });
cpSync(join(root, "fixtures", "reasonix"), reasonix, { recursive: true });

// A clean environment: no key of yours is used, and no date in a fixture ages.
const env = {
  PATH: process.env.PATH,
  ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot }),
  ASSAY_HOME: join(home, "state"),
  ASSAY_NOW: "2026-11-21T12:00:00Z",
  POSTHOG_PERSONAL_API_KEY: "phx_dev",
  POSTHOG_PROJECT_API_KEY: "phc_dev",
};

const say = (text) => process.stdout.write(`${text}\n`);
const step = (number, title) =>
  say(`\n── ${number}. ${title} ${"─".repeat(Math.max(0, 72 - title.length))}`);

/** Runs one command as a person would type it; ends the demonstration when it ends otherwise. */
function assay(line, { at, expect = 0 }) {
  const argv = line.match(/"[^"]*"|\S+/g).map((word) => word.replaceAll('"', ""));
  say(`\n$ assay ${line}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...argv], {
      cwd: at,
      env,
      stdio: ["ignore", 1, 1],
    });
    child.once("exit", (code) =>
      code === expect ? resolve() : reject(new Error(`ended with ${code} instead of ${expect}`)),
    );
  });
}

/** Starts the local PostHog and waits for its URL. */
async function startPostHog() {
  const server = spawn(process.execPath, [command, "dev", "--port", "0", "--json", "--quiet"], {
    cwd: home,
    env,
    stdio: ["ignore", "pipe", 2],
  });
  for await (const line of createInterface({ input: server.stdout }))
    return { url: JSON.parse(line).url, server };
  throw new Error("the local PostHog did not start");
}

const { url, server } = await startPostHog();
env.POSTHOG_HOST = url;
try {
  step(1, "A local PostHog");
  say(`\n$ assay dev --port 0\n${url}`);

  step(2, "The config: every problem at once, before anything else");
  await assay("check", { at: mux });

  step(3, "Create one experiment; say who would move before anyone does");
  await assay("experiment create post-compaction-context --yes", { at: mux });

  step(4, "Plan and apply the rest; a second plan is empty");
  await assay("plan", { at: mux });
  await assay("apply --yes", { at: mux });
  await assay("plan --check", { at: mux });

  step(5, "Launch, and ask who gets what");
  await assay("experiment launch post-compaction-context --skip metric-seen --yes", { at: mux });
  await assay("eval post-compaction-context --id user-42", { at: mux });
  await assay("eval post-compaction-context --id user-7 --explain", { at: mux });

  step(6, "The flag cache: what an application would know without a network");
  await assay("cache refresh", { at: mux });
  await assay("cache show --id user-42", { at: mux });

  step(7, "Conclude; the flag stays as it is");
  await assay(
    'experiment conclude post-compaction-context --as won --comment "fewer errors" --yes',
    { at: mux },
  );

  step(8, "Replay an agent's log: it stays local, only counters leave");
  await assay("replay reasonix-events.jsonl", { at: reasonix });

  step(9, "Replay a capture log with 18 planted leaks: this must fail");
  await assay("replay mux-posthog-capture.jsonl", { at: mux, expect: 1 });
  say(
    "\nThat verdict is right: the log holds leaks, and the release stops here. No value was repeated.",
  );
} finally {
  server.kill("SIGTERM");
  rmSync(home, { recursive: true, force: true });
}
