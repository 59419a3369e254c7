import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const sizeCap: Rule = {
  id: "out.size-cap",
  severity: "error",
  why: "More cells or bytes than declared would leave",
  hint: SEND,
};
