import { openFindingsOf } from "../../config/open-findings.ts";
import type { Config } from "../../config/config.ts";
import type { Finding } from "../../privacy/finding.ts";
import { inFindingOrder } from "../../privacy/finding-order.ts";
import { reportCheck } from "../../report/check.ts";
import { reporting } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import type { Session } from "../session.ts";

/** `check`: the config alone, or beside the collector's, without a network or a log. */
export const checkCommand: Command = command({
  args: {
    server: {
      type: "string",
      description: "The collector's config: finds what it would refuse of this one's clients",
      valueHint: "CONFIG",
    },
    ...reporting,
  },
  reports: ["findings", "cases"],
  examples: [
    "check",
    "check --env staging --json",
    "check --format sarif --out check.sarif",
    "check --format github",
    "check --server deployed/assay.toml",
  ],
  run: async (given, session) => {
    const config = await session.config();
    const ofServer =
      given.server === undefined ? [] : await findingsBeside(given.server, config, session);
    const found = [...(await openFindingsOf(config, session.today())), ...ofServer];
    const report = reportCheck(
      found.toSorted(inFindingOrder),
      {
        file: config.file,
        flags: config.flags.length,
        experiments: config.experiments.length,
        events: config.catalogue.events.size,
        signals: config.metrics.signals.length,
      },
      { privacy: config.privacy, hasServer: given.server !== undefined },
    );
    return { ...report, ...(given.out !== undefined && { out: given.out }) };
  },
});

/** Judging two configs beside each other takes rules that one alone does not. */
async function findingsBeside(
  server: string,
  config: Config,
  session: Session,
): Promise<Finding[]> {
  const { serverFindings } = await import("../server-config.ts");
  return serverFindings(server, config, session);
}
