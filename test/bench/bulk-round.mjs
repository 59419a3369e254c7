// A million ids through one flag in one fresh process: who answers, and what the ids look like.
// Ids come block by block and from JSON, as a stream would bring them, outside the clock.
import { createHash } from "node:crypto";
import { compileFlags } from "../../dist/evaluate.js";
import { chance, uuid } from "./people.mjs";

const [way, shape, count] = process.argv.slice(2);
const BLOCK = 1000;
const KEY = "new-checkout";

const next = chance(7);
const idOf = shape === "uuid" ? () => uuid(next) : (index) => `user-${index}`;

const ways = {
  assay: () => {
    const flags = compileFlags({
      flags: [
        {
          key: KEY,
          active: true,
          filters: {
            groups: [{ rollout_percentage: 50 }],
            multivariate: {
              variants: [
                { key: "control", rollout_percentage: 50 },
                { key: "test", rollout_percentage: 50 },
              ],
            },
          },
        },
      ],
    });
    return (id) => flags.evaluate(KEY, { distinctId: id }).value;
  },
  createHash: () => (id) => {
    if (place(`${KEY}.${id}`) > 0.5) return false;
    return place(`${KEY}.${id}variant`) < 0.5 ? "control" : "test";
  },
};

function place(text) {
  const hex = createHash("sha1").update(text).digest("hex");
  return Number.parseInt(hex.slice(0, 15), 16) / 2 ** 60;
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const valueOf = ways[way]();
const counts = { false: 0, control: 0, test: 0 };
let spent = 0;
let peak = 0;
for (let index = 0; index < 100_000; index += 1) valueOf(`warm-up-${index}`);
for (let done = 0; done < Number(count); done += BLOCK) {
  const made = Array.from({ length: BLOCK }, (_, index) => idOf(done + index));
  const ids = JSON.parse(JSON.stringify(made));
  const start = cpu();
  for (const id of ids) {
    const value = valueOf(id);
    if (value === false) counts.false += 1;
    else if (value === "control") counts.control += 1;
    else counts.test += 1;
  }
  spent += cpu() - start;
  peak = Math.max(peak, process.memoryUsage.rss());
}
process.stdout.write(JSON.stringify({ rate: Number(count) / spent, counts, peak }));
