import type { Rule } from "../rule.ts";
import { walk } from "../tree.ts";

/** A name that JavaScript reads as something else, and that would be dropped in silence. */
export const forbiddenNames: Rule = (document) =>
  [...walk(document)]
    .filter(({ path }) => path.at(-1) === "__proto__")
    .map(({ path }) => ({
      rule: "config.value",
      path,
      end: "key",
      message: 'Cannot use "__proto__" as a name',
      hint: "Choose another name",
    }));
