import { parseConclusion, VERDICTS } from "../../experiment/conclude.ts";
import { requireVariant, ship } from "../../experiment/ship.ts";
import { OpsError } from "../../errors.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { confirmKey, confirming } from "../confirm-key.ts";
import { declaredExperiment, perform } from "../verb.ts";

/** `experiment ship KEY VARIANT`: one variant for all who are in; ends it if it runs. */
export const experimentShipCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    variant: { type: "positional", required: true, description: "The variant to ship" },
    everyone: {
      type: "boolean",
      description: "Also for those whom no release group takes in",
      default: false,
    },
    as: {
      type: "string",
      description: `The verdict: ${VERDICTS.join(", ")}`,
      valueHint: "VERDICT",
    },
    comment: { type: "string", description: "Why, for those who come later", valueHint: "TEXT" },
    ...confirming,
    ...writing,
  },
  examples: [
    "experiment ship checkout-copy test --confirm checkout-copy",
    "experiment ship checkout-copy test --everyone --as won --confirm checkout-copy",
  ],
  run: async ({ key, variant, everyone, as, comment, confirm, ...given }, session) => {
    if (as === undefined && comment !== undefined)
      throw new OpsError("usage", "Cannot use --comment alone: it explains a verdict", {
        hint: "Add --as VERDICT",
      });
    const conclusion = as === undefined ? undefined : parseConclusion({ as, comment });
    const declaration = await declaredExperiment(session, key);
    requireVariant(declaration, variant);
    const shipment = { variant, toEveryone: everyone, conclusion };
    return perform(
      declaration,
      {
        consent: async (moved) => {
          if (moved !== undefined && !confirm.includes(key)) session.note(moved);
          await confirmKey(session, {
            key,
            deed: `ship "${variant}" in experiment "${key}"`,
            confirmed: confirm,
          });
        },
        act: async (target) => ship(target, shipment),
      },
      session,
      given,
    );
  },
});
