import { OpsError } from "../../errors.ts";
import { reportOverlap } from "../../report/simulation.ts";
import { overlapCounter } from "../../simulation/overlap.ts";
import { type Command, command } from "../command.ts";
import {
  flagNamed,
  forEach,
  idsOf,
  openSimulated,
  populations,
  simulationArgs,
} from "../simulated.ts";

/** `simulate overlap`: who is in two flags, and whether the one tells the other. */
export const simulateOverlapCommand: Command = command({
  args: {
    a: { type: "positional", required: true, description: "A flag or experiment" },
    b: { type: "positional", required: true, description: "Another one" },
    ...simulationArgs,
  },
  examples: ["simulate overlap checkout-copy pricing", "simulate overlap a b --ids 1000000 --json"],
  run: async (given, session) => {
    if (given.a === given.b)
      throw new OpsError("usage", "Cannot compare a flag with itself", {
        hint: "Name two flags",
      });
    const simulated = await openSimulated(given, session);
    const count = idsOf(given);
    const pair = [flagNamed(given.a, simulated), flagNamed(given.b, simulated)] as const;
    const counter = overlapCounter(pair, simulated.definitions);
    const people = populations(given, simulated, session)(count);
    await forEach(people, counter.count, {
      session,
      said: (done) => `${done} of ${count} people`,
    });
    return reportOverlap(counter.result(), {
      source: "generated",
      people: count,
      seed: given.seed,
    });
  },
});
