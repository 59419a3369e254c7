import { suggest } from "../nearest.ts";
import type { Path, Problem } from "../problem.ts";
import { unknownName } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { targetsOf, variantKeysOf } from "../targets.ts";
import type { Target } from "../targets.ts";
import { listOf, tableOf } from "../tree.ts";

/** Groups, payloads and enabled variants name variants that exist. */
export const variantNames: Rule = (document) => targetsOf(document).flatMap(problemsOf);

function problemsOf(target: Target): Problem[] {
  const known = variantKeysOf(target);
  if (known === undefined) return [];
  const { path, said } = target;
  return [
    ...listOf(said["groups"]).flatMap((group, index) =>
      problemAt([...path, "groups", index, "variant"], tableOf(group)["variant"], known),
    ),
    ...listOf(said["enabled_variants"]).flatMap((name, index) =>
      problemAt([...path, "enabled_variants", index], name, known),
    ),
    ...Object.keys(tableOf(said["payloads"])).flatMap((key) =>
      payloadProblems([...path, "payloads", key], key, known),
    ),
  ];
}

function problemAt(path: Path, name: unknown, known: readonly string[]): Problem[] {
  // A flag that declares no variants leaves nothing to compare with: that is a finding, no error.
  if (typeof name !== "string" || known.length === 0 || known.includes(name)) return [];
  return [unknownName(path, "Expected the key of a variant", suggest(name, known))];
}

function payloadProblems(path: Path, key: string, known: readonly string[]): Problem[] {
  const keys = known.length > 0 ? known : ["true"];
  if (keys.includes(key)) return [];
  const message =
    known.length > 0
      ? "Expected the key of a variant"
      : 'Expected the key "true" of a boolean flag';
  return [{ ...unknownName(path, message, suggest(key, keys)), end: "key" }];
}
