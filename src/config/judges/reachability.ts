import type { Declaration } from "../../experiment/declaration.ts";
import { type Impossible, type Obstacle, type Obstacles, reachOf } from "../constraints/reach.ts";
import { type Judge, type Judgement, pathOf } from "../judgement.ts";
import type { Path } from "../problem.ts";

/**
 * Conditions that nobody meets, groups that nobody gets to, and variants that nobody gets. Only
 * what is certain is told: what holds by posthog-node and by PostHog's server alike.
 */
export const reachability: Judge = (config) => {
  const reach = reachOf(config);
  return [...config.flags, ...config.experiments].flatMap((each) => {
    const obstacles = reach.get(each.key) ?? [];
    return [
      ...obstacles.flatMap((obstacle, index) =>
        obstacle === undefined
          ? []
          : [groupJudgement(obstacle, [...pathOf(each), "groups", index])],
      ),
      ...unreachableVariants(each, obstacles),
    ];
  });
};

function groupJudgement(obstacle: Obstacle, path: Path): Judgement {
  if (obstacle.why === "covered") {
    const above = obstacle.by.map((index) => `groups[${index}]`).join(" and ");
    return {
      rule: "targeting.unreachable-group",
      severity: "warning",
      path,
      message: `Nobody gets to this group: ${above} above it takes everyone it would take; move it up, raise its rollout beyond theirs, or remove it`,
    };
  }
  const message =
    obstacle.why === "impossible" ? IMPOSSIBLE[obstacle.reason] : contradictionMessage(obstacle);
  return {
    rule: "targeting.never-matches",
    severity: "warning",
    path: [...path, "match", obstacle.index],
    message,
  };
}

function contradictionMessage({ against }: { readonly against: number | undefined }): string {
  const others = against === undefined ? "the other conditions of its group" : `match[${against}]`;
  return `Nobody meets both this condition and ${others}: all of a group must hold; write two groups for "either of them"`;
}

const IMPOSSIBLE: Readonly<Record<Impossible, string>> = {
  "flag-value":
    "Nobody gets this value of the other flag: it is rolled out to nobody, or no group gives it; ask for a value that somebody gets",
  "no-range": "No number is in this range: write two numbers, the smaller first",
  "below-everything": "Nothing is below an empty text: write the number to compare with",
};

const NO_GROUP = "nobody gets to any group";
const OTHERS_ONLY = "every group that somebody gets to gives another one";
const NO_SHARE = "its share is 0 and no group that somebody gets to gives it";

/** A variant without a share needs a group of its own, and one with a share a group without any. */
function unreachableVariants(declaration: Declaration, obstacles: Obstacles): Judgement[] {
  const { groups, variants } = declaration;
  const live = groups.filter((_, index) => obstacles[index] === undefined);
  const forced = new Set(live.map(({ variant }) => variant));
  const keys = new Set<string | undefined>(variants.map(({ key }) => key));
  const byShare = live.some(({ variant }) => !keys.has(variant));
  return variants.flatMap(({ key, share }, index): Judgement[] => {
    if (forced.has(key) || (share > 0 && byShare)) return [];
    const why = live.length === 0 ? NO_GROUP : share > 0 ? OTHERS_ONLY : NO_SHARE;
    return [
      {
        rule: "targeting.unreachable-variant",
        severity: "warning",
        path: [...pathOf(declaration), "variants", index],
        message: `Nobody gets this variant: ${why}; give it a share or a group, or remove it`,
      },
    ];
  });
}
