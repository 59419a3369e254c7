import { DECLARE } from "../../hints.ts";
import { type EventRule, sent } from "../rule.ts";

export const unknownProperty: EventRule = {
  id: "event.unknown-property",
  severity: "error",
  why: "The property is not declared, so that nobody has agreed to it",
  hint: DECLARE,
  examples: {
    finds: [
      sent({ workspace: 1 }),
      sent({ client: { os: "linux" } }),
      sent({ "$feature/stranger": true }),
    ],
    passes: [
      sent({ version: "1.2.3", client: { ready: true } }),
      sent({ "$feature/memory": "test" }),
    ],
  },
};
