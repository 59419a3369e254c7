import { openFindingsOf } from "../../config/open-findings.ts";
import { CHECK_IDS, launch, requireChecks } from "../../experiment/launch.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { asking, declaredExperiment, perform } from "../verb.ts";

/** `experiment launch KEY`: draft to running, after its checks. */
export const experimentLaunchCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    skip: {
      type: "string",
      multiple: true,
      description: `A check to leave out: ${CHECK_IDS.join(", ")}, or all; may be repeated`,
      valueHint: "CHECK",
    },
    ...writing,
  },
  examples: [
    "experiment launch checkout-copy",
    "experiment launch checkout-copy --skip owner --skip expiry --yes",
  ],
  run: async ({ key, skip, ...given }, session) => {
    requireChecks(skip);
    const declaration = await declaredExperiment(session, key);
    const found = await openFindingsOf(await session.config(), session.today());
    const privacyErrors = found
      .filter(({ severity }) => severity === "error")
      .map(({ rule, pointer, message }) => `${rule} ${pointer}: ${message}`);
    return perform(
      declaration,
      {
        consent: async (moved) =>
          session.confirm(asking(`Launch experiment "${key}" now?`, moved), given.yes),
        act: async (target) => launch(target, { skip, now: session.now(), privacyErrors }),
      },
      session,
      given,
    );
  },
});
