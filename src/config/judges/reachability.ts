import type { Declaration, GroupDeclaration } from "../../experiment/declaration.ts";
import { type Judge, type Judgement, pathOf } from "../judgement.ts";

/** Groups that nobody gets to, and variants that nobody gets. */
export const reachability: Judge = ({ flags, experiments }) =>
  [...flags, ...experiments].flatMap((each) => [
    ...unreachableGroups(each),
    ...unreachableVariants(each),
  ]);

function unreachableGroups(declaration: Declaration): Judgement[] {
  const { groups } = declaration;
  const reached = reachableGroups(groups).length;
  return groups.slice(reached).map((_, index) => ({
    rule: "targeting.unreachable-group",
    severity: "warning",
    path: [...pathOf(declaration), "groups", reached + index],
    message: "Nobody gets to this group: one above it takes everyone",
  }));
}

/** A variant without a share needs a group of its own. */
function unreachableVariants(declaration: Declaration): Judgement[] {
  const given = new Set(reachableGroups(declaration.groups).map(({ variant }) => variant));
  return declaration.variants.flatMap(({ key, share }, index): Judgement[] => {
    if (share > 0 || given.has(key)) return [];
    return [
      {
        rule: "targeting.unreachable-variant",
        severity: "warning",
        path: [...pathOf(declaration), "variants", index],
        message: "Nobody gets this variant: its share is 0 and no group gives it",
      },
    ];
  });
}

/** The groups up to the first that takes everyone, included. */
function reachableGroups(groups: readonly GroupDeclaration[]): readonly GroupDeclaration[] {
  const last = groups.findIndex(({ match, rollout }) => match.length === 0 && rollout === 100);
  return last < 0 ? groups : groups.slice(0, last + 1);
}
