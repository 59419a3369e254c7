import { type EventRule, sent } from "../rule.ts";

export const rawNumber: EventRule = {
  id: "event.raw-number",
  severity: "error",
  why: "The number is not one that its kind allows, and tells more than a class",
  hint: "Send the class that the kind allows, such as the power of two below it",
  examples: {
    finds: [
      sent({ length_b2: 3 }),
      sent({ length_b2: 0.5 }),
      sent({ length_b2: -1 }),
      sent({ share: 7 }),
    ],
    passes: [sent({ length_b2: 0 }), sent({ length_b2: 1_024 }), sent({ share: 95 })],
  },
};
