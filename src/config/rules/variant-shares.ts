import type { Problem } from "../problem.ts";
import { misfit } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { targetsOf } from "../targets.ts";
import type { Target } from "../targets.ts";
import { listOf, tableOf } from "../tree.ts";

/** How far decimal shares may miss 100 by being binary. */
const TOLERANCE = 1e-9;

/** The keys of variants are unique and their shares sum to 100; groups stand in for a rollout. */
export const variantShares: Rule = (document) =>
  targetsOf(document).flatMap((target) => [
    ...repeated(target),
    ...wrongSum(target),
    ...twoRollouts(target),
  ]);

function repeated({ path, said }: Target): Problem[] {
  const keys = listOf(said["variants"]).map((each) => tableOf(each)["key"]);
  return keys.flatMap((key, index) =>
    typeof key === "string" && keys.indexOf(key) < index
      ? [misfit([...path, "variants", index, "key"], "Expected a key of its own", RENAME)]
      : [],
  );
}

const RENAME = "Another variant above has this key: rename one of them";

function wrongSum({ path, said }: Target): Problem[] {
  const shares = listOf(said["variants"]).map((each) => tableOf(each)["share"]);
  if (shares.length === 0 || !shares.every((share) => typeof share === "number")) return [];
  const sum = shares.reduce((total, share) => total + share, 0);
  if (!Number.isFinite(sum) || Math.abs(sum - 100) <= TOLERANCE) return [];
  const message = `Expected shares that sum to 100, found ${Number(sum.toFixed(9))}`;
  return [misfit([...path, "variants"], message, "Change the shares of the variants")];
}

function twoRollouts({ path, said }: Target): Problem[] {
  if (said["rollout"] === undefined || said["groups"] === undefined) return [];
  const hint = "Write the rollout of each group inside it";
  return [
    {
      ...misfit([...path, "rollout"], 'Expected "rollout" or "groups", not both', hint),
      end: "key",
    },
  ];
}
