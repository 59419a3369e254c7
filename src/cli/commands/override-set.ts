import { reportChoice } from "../../report/overrides.ts";
import { whoIn } from "../audit.ts";
import { type Command, command } from "../command.ts";
import { overridesOf, parseExpiry, parseRevision, parseValue } from "../overrides.ts";
import { declarationOf } from "../wiring.ts";

/** `override set KEY VALUE`: what this machine's person gets instead of what PostHog assigned. */
export const overrideSetCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "The experiment" },
    value: { type: "positional", required: true, description: "true, false or a variant" },
    reason: { type: "string", description: "Why", valueHint: "TEXT" },
    expires: {
      type: "string",
      description: "When it ends by itself: a moment, or 8h",
      valueHint: "WHEN",
    },
    "if-revision": {
      type: "string",
      description: "Only if nobody changed it since; 0: if nobody ever did",
      valueHint: "N",
    },
    "allow-ci": { type: "boolean", description: "Also in CI, where nobody sits", default: false },
  },
  examples: [
    "override set checkout-copy test --reason demo --expires 8h",
    "override set checkout-copy false --if-revision 3",
  ],
  run: async (given, session) => {
    const config = await session.config();
    const { key } = declarationOf(config, given.key);
    const book = await overridesOf(config, session);
    const chosen = await book.choose({
      key,
      value: parseValue(given.value),
      by: whoIn(session.host.env),
      allowCi: given["allow-ci"],
      expiresAt: parseExpiry(given.expires, session.now()),
      ifRevision: parseRevision(given["if-revision"]),
      ...(given.reason === undefined ? {} : { reason: given.reason }),
    });
    return reportChoice({ key, ...chosen });
  },
});
