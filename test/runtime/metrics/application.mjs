// An application as it is shipped: it counts turns, and says how many it began and has kept.
import process from "node:process";

const { DIST, TOML, GRANTED_AT, TURNS } = process.env;
const { parseConfig } = await import(`${DIST}mod.js`);
const { openMetrics } = await import(`${DIST}runtime.js`);
const config = parseConfig(TOML, { file: "assay.toml" });
const open = async (now) => openMetrics({ config, version: "1.4.0", development: false, now });
const say = (text) => process.stdout.write(`${text}\n`);

if (GRANTED_AT !== "") await (await open(() => Number(GRANTED_AT))).decide("granted");
const metrics = await open(Date.now);
for (let done = 1; done <= Number(TURNS); done += 1) {
  say(`began ${done}`);
  metrics.observe({ kind: "turn_done" });
  if (done % 5 > 0) continue;
  // oxlint-disable-next-line no-await-in-loop -- one write after the other
  await metrics.flush();
  say(`kept ${done}`);
}
for (let tries = 0; tries < 50; tries += 1)
  // oxlint-disable-next-line no-await-in-loop -- some answers are lost
  if (!(await metrics.flush()).isCutShort) break;
await metrics.close();
