import type { Rule } from "../rule.ts";
import { tableOf } from "../tree.ts";

/** An experiment owns the flag of its key, so no flag may have it too. */
export const sharedKeys: Rule = (document) => {
  const experiments = tableOf(document["experiments"]);
  return Object.keys(tableOf(document["flags"])).flatMap((key) =>
    Object.hasOwn(experiments, key)
      ? [
          {
            rule: "config.reference",
            path: ["flags", key],
            end: "key",
            message: "Expected a key that no experiment has",
            hint: "The experiment owns the flag of this key: remove the flag, or rename it",
          },
        ]
      : [],
  );
};
