// One peer, one scenario, one fresh process: evaluations per second of CPU, after a warm-up. CPU
// time, because whatever else the machine does then counts less.
import { open } from "./peers.mjs";
import { people } from "./people.mjs";
import { scenarios } from "./scenarios.mjs";

const [peer, scenario] = process.argv.slice(2);
const everyone = people(20_000);
const { ask, close } = await open(peer, scenario, everyone);
const waits = peer === "posthog-node";

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Asks about people in turn for so long. */
async function measure(ms) {
  const flags = scenarios[scenario].flags.length;
  const start = cpu();
  let asked = 0;
  let index = 0;
  let spent = 0;
  while (spent < ms) {
    for (let batch = 0; batch < 200; batch += 1) {
      const answer = ask(index);
      if (waits) await answer;
      index = (index + 1) % everyone.length;
    }
    asked += 200 * flags;
    spent = cpu() - start;
  }
  return asked / (spent / 1000);
}

await measure(700);
process.stdout.write(String(await measure(1200)));
await close?.();
