import { reportDistributions } from "../../report/simulation.ts";
import { distributionOf } from "../../simulation/distribution.ts";
import { type Command, command } from "../command.ts";
import {
  flagNamed,
  forEach,
  idsOf,
  openSimulated,
  populations,
  simulationArgs,
} from "../simulated.ts";

/** `simulate distribution`: the shares of flags' values over many people, and a verdict. */
export const simulateDistributionCommand: Command = command({
  args: {
    key: {
      type: "positional",
      multiple: true,
      required: false,
      description: "Flags and experiments; none: all of them",
    },
    ...simulationArgs,
  },
  examples: [
    "simulate distribution checkout-copy",
    "simulate distribution checkout-copy --ids 1000000 --seed spring",
    "simulate distribution pricing --prop plan=pro",
    "simulate distribution --definitions local-evaluation.json --json",
  ],
  run: async (given, session) => {
    const simulated = await openSimulated(given, session);
    const count = idsOf(given);
    const keys = given.key.length > 0 ? [...new Set(given.key)] : simulated.keys;
    const counters = keys.map((key) =>
      distributionOf(flagNamed(key, simulated), simulated.definitions)(),
    );
    const people = populations(given, simulated, session)(count);
    await forEach(people, (person) => counters.forEach((counter) => counter.count(person)), {
      session,
      said: (done) => `${done} of ${count} people`,
    });
    return reportDistributions(
      counters.map((counter) => counter.result()),
      { source: "generated", people: count, seed: given.seed },
    );
  },
});
