import { COARSER } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const classDisclosure: Rule = {
  id: "agg.class-disclosure",
  severity: "note",
  why: "All of a group share a bucket, so that being in the group tells the value",
  hint: COARSER,
};
