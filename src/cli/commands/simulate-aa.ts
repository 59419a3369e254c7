import { reportAa } from "../../report/simulation-aa.ts";
import { aaRuns, alarmsOf, type Run } from "../../simulation/aa.ts";
import { pairsCounter } from "../../simulation/pairs.ts";
import { type Command, command } from "../command.ts";
import { definitionsArg, flagNamed, openSimulated, wholeNumber } from "../simulated.ts";
import { forEach, idsOf, populationArgs, populations, seedOf } from "../simulated-people.ts";

/** `simulate aa`: whether the assignment by itself makes differences where there are none. */
export const simulateAaCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A flag or experiment" },
    runs: {
      type: "string",
      description: "How many populations to make up",
      default: "200",
      valueHint: "N",
    },
    ...populationArgs,
    ids: {
      type: "string",
      description: "How many people each one has: 2000 unless told",
      valueHint: "N",
    },
    ...definitionsArg,
  },
  examples: ["simulate aa checkout-copy", "simulate aa checkout-copy --runs 2000 --ids 10000"],
  run: async (given, session) => {
    const simulated = await openSimulated(given, session);
    const { definitions, experiments } = simulated;
    const [runs, ids] = [
      wholeNumber("--runs", given.runs, { least: 100, most: 100_000 }),
      idsOf(given, 2000),
    ];
    const flag = flagNamed(given.key, simulated, session);
    const population = populations(given, simulated, session);
    const start = aaRuns(flag, definitions);
    const done: Run[] = [];
    await forEach(
      Array.from({ length: runs }, (_, number) => number),
      (number) => done.push(start(population(ids, number))),
      { session, said: (count) => `${count} of ${runs} runs`, slice: 1 },
    );
    const pairs = pairsCounter(experiments, definitions);
    const together = Math.max(ids, PAIRED);
    if (experiments.length > 1)
      await forEach(population(together), pairs.count, {
        session,
        said: (count) => `Pairs: ${count} of ${together} people`,
      });
    return reportAa(
      { key: flag.key, ...alarmsOf(done), pairs: pairs.result() },
      { runs, people: ids, seed: seedOf(given), paired: together },
    );
  },
});

/** Enough people for two experiments that share one in a hundred each. */
const PAIRED = 20_000;
