// `npm run bench [NAME…]`: measures, never judges. Ratios within one run are what counts.
// A number after a name is the bench's own: `replay 5` replays 5 GB too.
import { bulk } from "./bulk.mjs";
import { collector } from "./collector.mjs";
import { evaluation } from "./evaluation.mjs";
import { replay } from "./replay.mjs";
import { starting } from "./starting.mjs";

const benches = { evaluation, bulk, collector, starting, replay };
const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const size = Number(asked[asked.indexOf(name) + 1] ?? 0);
  process.stdout.write(`\n## ${name}\n\n${await bench(size || 0)}\n`);
}
