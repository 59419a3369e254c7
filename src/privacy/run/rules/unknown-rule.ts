import type { NameRule } from "../rule.ts";

export const unknownRule: NameRule = {
  id: "sup.unknown-rule",
  severity: "error",
  why: "The ignore names no rule",
  hint: "Correct the name",
  finds: ({ id }) => id === undefined,
  examples: {
    finds: [{ said: "uid", id: undefined }],
    passes: [{ said: "uuid", id: "id.uuid" }],
  },
};
