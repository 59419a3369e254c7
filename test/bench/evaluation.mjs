// Local evaluation against @openfeature/flagd-core, the fastest peer, and posthog-node, whose
// answers ours must be. Fresh processes, in turn; medians and the ratios of each round.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { open } from "./peers.mjs";
import { people } from "./people.mjs";
import { median, perSecond, spread, table, times } from "./figures.mjs";
import { scenarios } from "./scenarios.mjs";

const PEERS = ["assay", "flagd", "posthog-node"];
const ROUNDS = 5;
const round = fileURLToPath(new URL("evaluation-round.mjs", import.meta.url));

export async function evaluation() {
  for (const scenario of Object.keys(scenarios)) await agree(scenario);
  const rows = Object.keys(scenarios).map((scenario) => {
    const rates = Object.fromEntries(PEERS.map((peer) => [peer, []]));
    for (let index = 0; index < ROUNDS; index += 1)
      for (const peer of PEERS) rates[peer].push(measured(peer, scenario));
    const against = (peer) => rates.assay.map((rate, index) => rate / rates[peer][index]);
    return [
      scenarios[scenario].about,
      ...PEERS.map((peer) => perSecond(median(rates[peer]))),
      `${times(median(against("flagd")))} ${spread(against("flagd"))}`,
      `${times(median(against("posthog-node")))} ${spread(against("posthog-node"))}`,
    ];
  });
  return table(["evaluations a second", ...PEERS, "against flagd", "against posthog-node"], rows);
}

function measured(peer, scenario) {
  return Number(execFileSync(process.execPath, [round, peer, scenario], { encoding: "utf8" }));
}

/** posthog-node must say the same of everyone. flagd hashes otherwise: it must let in the same
 * share of people, but for what chance allows. */
async function agree(scenario) {
  const few = people(1000);
  const [ours, flagd, posthog] = await Promise.all(PEERS.map((peer) => open(peer, scenario, few)));
  const letIn = { ours: 0, flagd: 0 };
  for (const index of few.keys()) {
    const said = ours.valuesOf(ours.ask(index));
    if (JSON.stringify(said) !== JSON.stringify(posthog.valuesOf(await posthog.ask(index))))
      throw new Error(`assay and posthog-node differ on "${scenario}", person ${index}`);
    letIn.ours += shareLetIn(said);
    letIn.flagd += shareLetIn(flagd.valuesOf(flagd.ask(index)));
  }
  await posthog.close();
  if (Math.abs(letIn.ours - letIn.flagd) > few.length * 0.03)
    throw new Error(`flagd lets in another share of people on "${scenario}"`);
}

const shareLetIn = (values) => values.filter((value) => value !== false).length / values.length;
