// An application as it is shipped: it uses every value that PostHog assigned, chooses what it is
// told to, and says what it knows then.
import process from "node:process";

const { DIST, TOML, PERSON, CHOOSE } = process.env;
const { parseConfig } = await import(`${DIST}mod.js`);
const { openExperiments } = await import(`${DIST}runtime.js`);
const experiments = await openExperiments({
  config: parseConfig(TOML, { file: "assay.toml" }),
  projectKey: "phc_dev",
  development: false,
  base: { version: "1.2.3" },
  ...(PERSON ? { person: { distinctId: PERSON } } : {}),
});
await experiments.start();
await experiments.answered({ ms: 5000 });
for (const key of ["copy", "banner", "unheard-of"]) experiments.get(key);
const chosen = CHOOSE
  ? await experiments.choose({ key: "copy", value: CHOOSE, by: "ada" }).then(
      () => "stored",
      ({ kind }) => kind,
    )
  : undefined;
await experiments.stop();
const { kept, problems } = experiments.status();
const { value, source } = experiments.get("copy");
process.stdout.write(`${JSON.stringify({ chosen, value, source, kept, problems })}\n`);
