// An application as it is shipped: it counts turns, and says how many it began and has kept.
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const { DIST, TOML, GRANTED_AT, TURNS, ASSAY_HOME, FULL_FROM, FULL_UNTIL } = process.env;
const { parseConfig } = await import(`${DIST}mod.js`);
const { openMetrics } = await import(`${DIST}runtime.js`);
const config = parseConfig(TOML, { file: "assay.toml" });
const open = async (now) => openMetrics({ config, version: "1.4.0", development: false, now });
const say = (text) => process.stdout.write(`${text}\n`);

/** Fills the disk of the home folder with something else, to the last byte. */
function fill(path) {
  for (let bytes = 4096; bytes >= 1;)
    try {
      appendFileSync(path, "x".repeat(bytes));
    } catch {
      bytes /= 2;
    }
}

if (GRANTED_AT !== "")
  await (
    await open(() => Number(GRANTED_AT))
  )
    .decide("granted")
    .catch(({ kind }) => say(`undecided ${kind}`));
const metrics = await open(Date.now);
const ballast = join(ASSAY_HOME, "ballast");
for (let done = 1; done <= Number(TURNS); done += 1) {
  say(`began ${done}`);
  if (done === Number(FULL_FROM)) fill(ballast);
  if (done === Number(FULL_UNTIL)) rmSync(ballast);
  metrics.observe({ kind: "turn_done" });
  if (done % 5 > 0) continue;
  // oxlint-disable-next-line no-await-in-loop -- one write after the other
  const problem = await metrics.flush().then(
    () => undefined,
    ({ kind }) => kind,
  );
  say(problem === undefined ? `kept ${done}` : `failed ${problem}`);
}
for (let tries = 0; tries < 50; tries += 1) {
  // oxlint-disable-next-line no-await-in-loop -- some answers are lost
  const came = await metrics.flush().catch(() => undefined);
  if (came === undefined || !came.isCutShort) break;
}
await metrics.close();
