// The collector on SQLite against a bare server that counts nothing, from one process that posts as
// fast as it is answered; then 2,000 posts a second for a minute, after which the sums must be exact.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import { median, perSecond, spread, table, times } from "./figures.mjs";
import { BATCH_SUM, load } from "./posts.mjs";

const round = fileURLToPath(new URL("collector-round.mjs", import.meta.url));
const ROUNDS = 3;
const CONNECTIONS = 64;
const TOML = `version = 1
[events.usage]
reason = "text"
[metrics]
dimensions = ["os", "version"]
[metrics.signals.turns]
on = "usage"
[metrics.signals.finish]
on = "usage"
label = "reason"
buckets = ["stop", "length"]
other = "other"
`;

export async function collector() {
  const rates = { assay: [], bare: [] };
  for (let index = 0; index < ROUNDS; index += 1)
    for (const peer of Object.keys(rates)) {
      const { sent, cpuMs } = await measured(peer, { connections: CONNECTIONS, seconds: 4 });
      rates[peer].push(sent / (cpuMs / 1000));
    }
  const ratios = rates.assay.map((rate, index) => rate / rates.bare[index]);
  const minute = await measured("assay", {
    connections: CONNECTIONS,
    perSecond: 2000,
    seconds: Number(process.env.BENCH_SECONDS ?? 60),
  });
  return [
    table(
      ["posts a CPU second", "assay", "bare", "ratio"],
      [
        [
          "four cells each, on disk before the answer",
          perSecond(median(rates.assay)),
          perSecond(median(rates.bare)),
          `${times(median(ratios))} ${spread(ratios)}`,
        ],
      ],
    ),
    table(
      [
        "at 2,000 posts a second",
        "posts",
        "a second",
        "refused",
        "lost",
        "doubled",
        "half within",
        "99 % within",
      ],
      [
        [
          "one of fifty sent twice",
          minute.sent,
          perSecond(minute.rate),
          minute.failed,
          Math.max(0, minute.taken - minute.counted),
          Math.max(0, minute.counted - minute.taken),
          ms(minute.p50),
          ms(minute.p99),
        ],
      ],
    ),
  ].join("\n\n");
}

const ms = (value) => `${value.toFixed(0)} ms`;

/** Load on a server in a folder of its own, and what its database then holds. */
async function measured(peer, asked) {
  const cwd = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    writeFileSync(join(cwd, "assay.toml"), TOML);
    const server = spawn(process.execPath, [round, peer], {
      cwd,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value);
    const { url } = await next();
    const warmUp = await load(url, { connections: CONNECTIONS, seconds: 3 });
    server.stdin.write("warm");
    const seen = await load(url, asked);
    server.kill("SIGTERM");
    const { cpuMs } = await next();
    await ended;
    const taken = seen.sent - seen.failed + warmUp.sent - warmUp.failed;
    return { ...seen, cpuMs, taken, ...(peer === "assay" && { counted: countedIn(cwd) }) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** How many batches the sums amount to. */
function countedIn(cwd) {
  const database = new Database(join(cwd, "counts.db"));
  const { sum } = database.prepare("SELECT sum(told + untold) AS sum FROM cell").get();
  database.close();
  return sum / BATCH_SUM;
}
