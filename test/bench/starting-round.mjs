// Imports chunks one by one, each after those it imports itself, and prints the CPU time of each, in ms.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
// oxlint-disable-next-line import/no-unassigned-import -- it is there for what it does
require("../../.ci/compiled.cjs");
const chunks = process.argv.slice(2);
const took = {};
for (const chunk of chunks) load(chunk);
process.stdout.write(JSON.stringify(took));

function load(url) {
  if (url in took) return;
  took[url] = 0;
  const source = readFileSync(fileURLToPath(url), "utf8");
  for (const [, path] of source.matchAll(/^(?:const \w+ = )?require\("(\.[^"]+)"\);$/gm))
    load(new URL(path, url).href);
  const from = process.cpuUsage();
  require(fileURLToPath(url));
  const { user, system } = process.cpuUsage(from);
  took[url] = (user + system) / 1000;
}
