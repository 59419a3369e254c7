import { isProof } from "../../rule.ts";
import type { NameRule } from "../rule.ts";

export const notAllowed: NameRule = {
  id: "sup.not-allowed",
  severity: "error",
  why: "The rule is the proof itself and cannot be ignored",
  hint: "Mend what it found",
  finds: ({ said, id = said }) => isProof(id),
  examples: {
    finds: [
      { said: "size-cap", id: "out.size-cap" },
      { said: "flow.x", id: undefined },
    ],
    passes: [{ said: "uuid", id: "id.uuid" }],
  },
};
