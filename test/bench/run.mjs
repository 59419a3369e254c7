// `npm run bench [NAME…]`: measures, never judges. Ratios within one run are what counts.
import { bulk } from "./bulk.mjs";
import { collector } from "./collector.mjs";
import { evaluation } from "./evaluation.mjs";
import { starting } from "./starting.mjs";

const benches = { evaluation, bulk, collector, starting };
const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${await bench()}\n`);
}
