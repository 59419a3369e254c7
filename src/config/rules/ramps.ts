import { misfit } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { textOfDate } from "../schema/scalar.ts";
import { targetsOf } from "../targets.ts";
import { listOf, tableOf } from "../tree.ts";

/** Each step of a ramp comes after the one before. */
export const ramps: Rule = (document) =>
  targetsOf(document).flatMap(({ path, said }) => {
    const days = listOf(said["ramp"]).map((step) => textOfDate(tableOf(step)["on"]));
    return days.flatMap((day, index) => {
      const before = days[index - 1];
      if (typeof day !== "string" || typeof before !== "string" || before < day) return [];
      const hint = "Put the steps in order of date, each on a day of its own";
      return [
        misfit([...path, "ramp", index, "on"], "Expected a later date than the step before", hint),
      ];
    });
  });
