import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { GroupExplanation } from "../../src/evaluation/explain.ts";
import { definitions, people } from "./definitions.ts";

test("tells what was judged, hashed and decided", () => {
  const flags = compileFlags({
    flags: [
      {
        key: "checkout",
        active: true,
        filters: {
          groups: [
            {
              properties: [{ key: "plan", operator: "exact", value: "pro" }],
              rollout_percentage: 50,
            },
            {
              properties: [
                { key: "seats", operator: "gt", value: 10 },
                { key: "id", type: "cohort", value: 404 },
              ],
            },
            { rollout_percentage: 50 },
            { rollout_percentage: 100 },
          ],
          multivariate: {
            variants: [
              { key: "control", rollout_percentage: 50 },
              { key: "test", rollout_percentage: 50 },
            ],
          },
        },
      },
    ],
  });
  const person = { distinctId: "user-1", personProperties: { plan: "free", seats: 5 } };
  const { outcome, groups, ...rest } = flags.explain("checkout", person);
  expect(rest).toEqual({ key: "checkout", holdout: null });
  expect(outcome).toEqual(flags.evaluate("checkout", person));
  expect(groups.map(({ ruling, decided }) => [ruling, decided])).toEqual([
    ["no_condition_match", false],
    ["no_condition_match", false],
    ["condition_match", true],
  ]);
  expect(groups[1]?.filters).toEqual([
    { type: "person", name: "seats", operator: "gt", value: 10, held: 5, match: "no", missing: [] },
    { type: "cohort", name: "404", operator: "in", value: 404, match: "unknown", missing: ["404"] },
  ]);
  expect(groups[2]).toMatchObject({
    rollout: { hash: 0.4483424540878856, threshold: 0.5 },
    variant: { key: "test", hash: 0.5740189872301985, interval: { from: 0.5, to: 1 } },
  });
});

test("has nothing to tell of a flag that is not defined", () => {
  expect(compileFlags({ flags: [] }).explain("nope", { distinctId: "ada" })).toEqual({
    key: "nope",
    outcome: { value: null, payload: null, reason: "flag_not_found", group: null },
    holdout: null,
    groups: [],
  });
});

test("never disagrees with the evaluation", () => {
  fc.assert(
    fc.property(definitions, people, (given, person) => {
      const flags = compileFlags(given);
      for (const key of flags.keys) {
        const { outcome, groups } = flags.explain(key, person);
        expect(outcome).toEqual(flags.evaluate(key, person));
        const decided = groups.filter((group) => group.decided);
        expect(decided.map(({ group, ruling }) => [group, ruling])).toEqual(
          outcome.group === null ? [] : [[outcome.group, outcome.reason]],
        );
        expect(groups.map(({ ruling }) => ruling)).toEqual(groups.map(rulingShown));
        const admitted = decided[0]?.variant?.key ?? true;
        expect(outcome.reason === "condition_match" ? admitted : outcome.value).toBe(outcome.value);
      }
    }),
  );
});

/** What a reader concludes from what an explanation shows. */
function rulingShown({ filters, rollout }: GroupExplanation): GroupExplanation["ruling"] {
  const matches = filters.map(({ match }) => match);
  if (rollout === null) return "no_group_type";
  if (matches.includes("no")) return "no_condition_match";
  if (matches.includes("unknown")) return "inconclusive";
  return rollout.hash <= rollout.threshold ? "condition_match" : "out_of_rollout_bound";
}
