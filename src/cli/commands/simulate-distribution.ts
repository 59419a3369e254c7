import { reportDistributions } from "../../report/simulation.ts";
import { distributionOf } from "../../simulation/distribution.ts";
import { type Command, command } from "../command.ts";
import { definitionsArg, flagNamed, openSimulated } from "../simulated.ts";
import { askPeople, registerFor, populationArgs, usersArg } from "../simulated-people.ts";

/** `simulate distribution`: the shares of flags' values over many people, and a verdict. */
export const simulateDistributionCommand: Command = command({
  args: {
    key: {
      type: "positional",
      multiple: true,
      required: false,
      description: "Flags and experiments; none: all of them",
    },
    ...usersArg,
    ...populationArgs,
    ...definitionsArg,
  },
  examples: [
    "simulate distribution checkout-copy",
    "simulate distribution checkout-copy --ids 1000000 --seed spring",
    "simulate distribution pricing --prop plan=pro",
    "simulate distribution pricing --users users.csv.gz",
    "simulate distribution --definitions local-evaluation.json --json",
  ],
  run: async (given, session) => {
    const simulated = await openSimulated(given, session);
    const keys = given.key.length > 0 ? [...new Set(given.key)] : simulated.keys;
    const isFirst = registerFor(given);
    const counters = keys.map((key) =>
      distributionOf(flagNamed(key, simulated, session), simulated.definitions)(isFirst),
    );
    const asked = await askPeople(given, simulated, session, (person) => {
      for (const counter of counters) counter.count(person);
    });
    return reportDistributions(
      counters.map((counter) => counter.result()),
      asked,
    );
  },
});
