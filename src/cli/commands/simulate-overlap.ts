import { OpsError } from "../../errors.ts";
import { reportOverlap } from "../../report/simulation.ts";
import { overlapCounter } from "../../simulation/overlap.ts";
import { type Command, command } from "../command.ts";
import { definitionsArg, flagNamed, openSimulated } from "../simulated.ts";
import { askPeople, registerFor, populationArgs, usersArg } from "../simulated-people.ts";

/** `simulate overlap`: who is in two flags, and whether the one tells the other. */
export const simulateOverlapCommand: Command = command({
  args: {
    a: { type: "positional", required: true, description: "A flag or experiment" },
    b: { type: "positional", required: true, description: "Another one" },
    ...usersArg,
    ...populationArgs,
    ...definitionsArg,
  },
  examples: [
    "simulate overlap checkout-copy pricing",
    "simulate overlap checkout-copy pricing --users users.jsonl --json",
  ],
  run: async (given, session) => {
    if (given.a === given.b)
      throw new OpsError("usage", "Cannot compare a flag with itself", {
        hint: "Name two flags",
      });
    const simulated = await openSimulated(given, session);
    const pair = [
      flagNamed(given.a, simulated, session),
      flagNamed(given.b, simulated, session),
    ] as const;
    const counter = overlapCounter(pair, {
      definitions: simulated.definitions,
      isFirst: registerFor(given),
    });
    const asked = await askPeople(given, simulated, session, counter.count);
    return reportOverlap(counter.result(), asked);
  },
});
