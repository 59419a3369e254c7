import { linkability, type Vector } from "../uploads.ts";
import type { JudgingRule } from "../../rule.ts";

export const linkable: JudgingRule<Periods> = {
  id: "agg.linkable",
  severity: "warning",
  why: "The uploads of two periods can be linked to one installation",
  hint: "Count in coarser buckets, or send signals apart",
  finds: ({ before, after }) => linkability(before, after).linkable,
  examples: {
    finds: [{ before: uploads((who) => who), after: uploads((who) => who) }],
    passes: [{ before: uploads(() => 1), after: uploads(() => 1) }],
  },
};

/** The uploads of two periods by installation. */
interface Periods {
  readonly before: ReadonlyMap<string, Vector>;
  readonly after: ReadonlyMap<string, Vector>;
}

/** Of ten installations, what the count of each is. */
function uploads(countOf: (who: number) => number): ReadonlyMap<string, Vector> {
  return new Map(Array.from({ length: 10 }, (_, who) => [`install-${who}`, [countOf(who)]]));
}
