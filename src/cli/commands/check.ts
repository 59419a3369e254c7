import { findingsOf } from "../../config/check.ts";
import { reportCheck } from "../../report/check.ts";
import { type Command, command } from "../command.ts";

/** `check`: the config alone, without a network or a log. */
export const checkCommand: Command = command({
  args: {},
  examples: ["check", "check --env staging --json"],
  run: async (_, session) => {
    const config = await session.config();
    return reportCheck(findingsOf(config, session.today()), {
      file: config.file,
      flags: config.flags.length,
      experiments: config.experiments.length,
      events: config.catalogue.events.size,
      signals: config.metrics.signals.length,
    });
  },
});
