import { openFindingsOf } from "../../config/check.ts";
import { rulesOff } from "../../privacy/severity.ts";
import { askedOfConfig } from "../../replay/asked.ts";
import { reportCheck } from "../../report/check.ts";
import { type Command, command } from "../command.ts";

/** `check`: the config alone, without a network or a log. */
export const checkCommand: Command = command({
  args: {
    out: { type: "string", description: "Write the report to this file", valueHint: "FILE" },
  },
  reports: ["findings", "cases"],
  examples: [
    "check",
    "check --env staging --json",
    "check --format sarif --out check.sarif",
    "check --format github",
  ],
  run: async (given, session) => {
    const config = await session.config();
    const asked = { rules: askedOfConfig({ hasServer: false }), off: rulesOff(config.privacy) };
    const report = reportCheck(
      openFindingsOf(config, session.today()),
      {
        file: config.file,
        flags: config.flags.length,
        experiments: config.experiments.length,
        events: config.catalogue.events.size,
        signals: config.metrics.signals.length,
      },
      asked,
    );
    return { ...report, ...(given.out !== undefined && { out: given.out }) };
  },
});
