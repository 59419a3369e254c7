import { raise } from "../../experiment/ramp.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { asking, declaredExperiment, perform } from "../verb.ts";

/** `experiment ramp KEY`: raises the rollout to the step that is due. Running it again changes nothing. */
export const experimentRampCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    "hold-unless-healthy": {
      type: "boolean",
      description: "Hold also while PostHog cannot say how many people met each variant",
      default: false,
    },
    ...writing,
  },
  examples: [
    "experiment ramp checkout-copy --yes",
    "experiment ramp checkout-copy --hold-unless-healthy --yes",
  ],
  run: async ({ key, "hold-unless-healthy": isStrict, ...given }, session) =>
    perform(
      await declaredExperiment(session, key),
      {
        consent: async (moved) =>
          session.confirm(asking(`Raise the rollout of "${key}" now?`, moved), given.yes),
        act: async (target) => raise(target, { today: session.today(), isStrict }),
      },
      session,
      given,
    ),
});
