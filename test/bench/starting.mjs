// What a command costs before it does anything: the CPU time of whole processes against `node -e 0`,
// in pairs, and what each chunk takes to be imported after those it imports itself. CPU time,
// because whatever else the machine does then counts less.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, spread, table, times } from "./figures.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const ASSAY = at("../../bin/assay.js");
const CONFIG = at("../../fixtures/mux/assay.toml");
const round = at("starting-round.mjs");
const cpu = at("starting-cpu.cjs");
const ROUNDS = 21;
const SHOWN = 6;

const lines = {
  "`--version`": ["--version"],
  "`--help`": ["--help"],
  "`eval` of one person": ["eval", "post-compaction-context", "--id", "user-1", "--config", CONFIG],
  "`check` of 19 experiments": ["check", "--config", CONFIG],
};

export async function starting() {
  const ratios = new Map(Object.keys(lines).map((name) => [name, []]));
  for (let index = 0; index < ROUNDS; index += 1)
    for (const [name, argv] of Object.entries(lines)) {
      const bare = msOf(["-e", "0"]);
      ratios.get(name).push(msOf([ASSAY, ...argv]) / bare);
    }
  const rows = Object.entries(lines).map(([name, argv]) => {
    const loaded = loadedBy(argv);
    const all = ratios.get(name);
    return [name, `${times(median(all))} ${spread(all)}`, String(loaded.length), costs(loaded)];
  });
  return table(["command", "against `node -e 0`", "files", "dearest imports, ms"], rows);
}

function msOf(argv) {
  const { status, output } = run(["--require", cpu, ...argv]);
  if (status !== 0) throw new Error(`It ended with ${status}: ${argv.join(" ")}`);
  return Number(output[3]);
}

function run(argv, env = {}) {
  const standing = { ...process.env, ASSAY_NOW: "2026-11-21T00:00:00Z", ...env };
  const stdio = ["ignore", "ignore", "ignore", "pipe"];
  return spawnSync(process.execPath, argv, { env: standing, stdio, encoding: "utf8" });
}

/** The files that a command line has loaded, as the coverage of a run names them. */
function loadedBy(argv) {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    run([ASSAY, ...argv], { NODE_V8_COVERAGE: folder });
    const [file] = readdirSync(folder);
    const { result } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    return result.map(({ url }) => url).filter((url) => url.startsWith("file:"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The chunks that take longest to import, each with its median. */
function costs(urls) {
  const chunks = urls.filter((url) => basename(url) !== "assay.js");
  const rounds = Array.from({ length: 7 }, () =>
    JSON.parse(execFileSync(process.execPath, [round, ...chunks], { encoding: "utf8" })),
  );
  return Object.keys(rounds[0])
    .map((url) => ({ url, ms: median(rounds.map((each) => each[url])) }))
    .toSorted((left, right) => right.ms - left.ms)
    .slice(0, SHOWN)
    .filter(({ ms }) => ms >= 0.5)
    .map(({ url, ms }) => `${basename(url).replace(/-[\w-]{8}\.js$/, "")} ${ms.toFixed(1)}`)
    .join(", ");
}
