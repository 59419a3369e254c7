// A whole replay, all rules and counters on, against the plain reader of the same log, in turn and
// in fresh processes: `npm run bench replay [GIGABYTES]`. Counts are compared first.
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { median, spread, table, times } from "./figures.mjs";
import { writeLog } from "./replay-logs.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const CONFIG = ["--config", at("../../fixtures/mux/assay.toml")];
const ROUNDS = 5;
const MB = 1e6;

/** @param gigabytes a log of this size is replayed too, once, for its memory */
export async function replay(gigabytes) {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    const [small, large, leaks] = ["small", "large", "leaks"].map((name) =>
      join(folder, `${name}.jsonl`),
    );
    writeLog(small, 50 * MB);
    writeLog(large, 500 * MB);
    writeLog(leaks, 500 * MB, { leaks: true });
    const packed = `${large}.gz`;
    await pipeline(createReadStream(large), createGzip({ level: 6 }), createWriteStream(packed));
    const rows = measured([
      { name: "500 MB, one thread", log: large, threads: 1 },
      { name: "500 MB, two workers", log: large, threads: 2 },
      { name: "500 MB as gz", log: packed, plain: large, threads: 1 },
      { name: "50 MB, one thread", log: small, threads: 1 },
      { name: "500 MB, a leak in every line", log: leaks, threads: 1 },
    ]);
    if (gigabytes > 0) rows.push(...huge(folder, gigabytes));
    return table(["log", "by CPU", "by the clock", "CPU s", "peak MiB"], rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measured(cases) {
  const runs = cases.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, { log, plain = log, threads }] of cases.entries()) {
      const theirs = costOf([at("replay-round.mjs"), plain]);
      const ours = replayed(log, threads);
      const said = JSON.parse(ours.said).data.events;
      if (Object.entries(JSON.parse(theirs.said)).some(([name, count]) => said[name] !== count))
        throw new Error("assay and the plain reader count differently");
      runs[index].push({ ours, theirs });
    }
  return cases.map(({ name, threads }, index) => {
    const pairs = runs[index];
    // Threads that have a core each are as fast as their work is divided.
    const cpu = pairs.map(({ ours, theirs }) => (threads * theirs.cpu) / ours.cpu);
    const wall = pairs.map(({ ours, theirs }) => theirs.wall / ours.wall);
    return [
      name,
      `${times(median(cpu))} ${spread(cpu)}`,
      `${times(median(wall))} ${spread(wall)}`,
      (median(pairs.map(({ ours }) => ours.cpu)) / 1000).toFixed(2),
      mebibytes(median(pairs.map(({ ours }) => ours.peak))),
    ];
  });
}

function huge(folder, gigabytes) {
  const log = join(folder, "huge.jsonl");
  writeLog(log, gigabytes * 1000 * MB);
  return [1, 2].map((threads) => {
    const { cpu, peak } = replayed(log, threads);
    const size = (statSync(log).size / 1e9).toFixed(1);
    return [`${size} GB, ${threads} at work`, "–", "–", (cpu / 1000).toFixed(2), mebibytes(peak)];
  });
}

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

const replayed = (log, threads) =>
  costOf([at("../../bin/assay.js"), "replay", log, "--json", ...CONFIG, "--workers", `${threads}`]);

/** What a process said and what it cost; findings are no failure. */
function costOf(argv) {
  const { status, stdout, output } = spawnSync(
    process.execPath,
    ["--require", at("replay-cost.cjs"), ...argv],
    { stdio: ["ignore", "pipe", "ignore", "pipe"], encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  if (status !== 0 && status !== 1) throw new Error(`It ended with ${status}: ${argv.join(" ")}`);
  return { said: stdout, ...JSON.parse(output[3]) };
}
