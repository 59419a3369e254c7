import { step } from "../../experiment/stage.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { asking, declaredExperiment, perform } from "../verb.ts";

/** The verbs that need nothing but a key, and what a person is asked. */
const QUESTIONS = {
  pause: (key: string) => `Pause experiment "${key}"? Nobody gets a variant until it is resumed.`,
  resume: (key: string) => `Resume experiment "${key}"? Everybody gets their variant again.`,
  freeze: (key: string) => `Freeze experiment "${key}"? Nobody new gets in.`,
  unfreeze: (key: string) => `Unfreeze experiment "${key}"? New people get in again.`,
  archive: (key: string) => `Archive experiment "${key}"?`,
  reset: (key: string) =>
    `Reset experiment "${key}" to a draft? Its dates and conclusion are gone, its flag stays as it is.`,
} as const;

/** `experiment pause|resume|freeze|unfreeze|archive|reset KEY`. */
export function experimentStepCommand(verb: keyof typeof QUESTIONS): Command {
  return command({
    args: {
      key: { type: "positional", required: true, description: "A declared experiment" },
      ...writing,
    },
    examples: [`experiment ${verb} checkout-copy`, `experiment ${verb} checkout-copy --dry-run`],
    run: async ({ key, ...given }, session) =>
      perform(
        await declaredExperiment(session, key),
        {
          consent: async (moved) => session.confirm(asking(QUESTIONS[verb](key), moved), given.yes),
          act: async (target) => step(verb, target),
        },
        session,
        given,
      ),
  });
}
