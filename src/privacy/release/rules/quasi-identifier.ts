import { quasiIdentifiers } from "../link.ts";
import type { JudgingRule } from "../../rule.ts";

export const quasiIdentifier: JudgingRule<Crowd> = {
  id: "link.quasi-identifier",
  severity: "note",
  why: "The properties together single people out",
  hint: "Send fewer of them, or coarser ones",
  finds: ({ people, minCount }) => quasiIdentifiers(people, minCount).length > 0,
  examples: {
    finds: [{ people: [1, 2, 3, 4, 5].map((who) => person(who)), minCount: 5 }],
    passes: [{ people: [1, 1, 1, 1, 1].map((who) => person(who)), minCount: 5 }],
  },
};

/** The values of each person's properties by name. */
interface Crowd {
  readonly people: readonly ReadonlyMap<string, string>[];
  readonly minCount: number;
}

function person(who: number): ReadonlyMap<string, string> {
  return new Map([
    ["os", `os-${who}`],
    ["locale", `locale-${who}`],
  ]);
}
