// One flag for a million ids against the loop that anyone would write with `createHash`.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, perSecond, spread, table, times } from "./figures.mjs";

const ROUNDS = 5;
const MILLION = 1_000_000;
const round = fileURLToPath(new URL("bulk-round.mjs", import.meta.url));

export function bulk() {
  const rows = ["short", "uuid"].map((shape) => {
    const runs = Array.from({ length: ROUNDS }, () => ({
      ours: measured("assay", shape, MILLION),
      theirs: measured("createHash", shape, MILLION),
    }));
    for (const { ours, theirs } of runs)
      if (JSON.stringify(ours.counts) !== JSON.stringify(theirs.counts))
        throw new Error(`assay and createHash count differently on ${shape} ids`);
    const ratios = runs.map(({ ours, theirs }) => ours.rate / theirs.rate);
    const longer = measured("assay", shape, 5 * MILLION);
    return [
      `a million ${shape} ids, rollout and variant`,
      perSecond(median(runs.map(({ ours }) => ours.rate))),
      perSecond(median(runs.map(({ theirs }) => theirs.rate))),
      `${times(median(ratios))} ${spread(ratios)}`,
      mebibytes(median(runs.map(({ ours }) => ours.peak))),
      mebibytes(longer.peak),
    ];
  });
  return table(
    ["ids a CPU second", "assay", "createHash", "ratio", "peak MiB at 1 M", "at 5 M"],
    rows,
  );
}

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

function measured(way, shape, count) {
  return JSON.parse(
    execFileSync(process.execPath, [round, way, shape, String(count)], { encoding: "utf8" }),
  );
}
