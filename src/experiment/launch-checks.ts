import type { Declaration, GroupDeclaration } from "./declaration.ts";
import type { LaunchCheck } from "./launch-check.ts";

/** Every check that the config and the plan can answer, in the order they are reported. */
export const launchChecks: readonly LaunchCheck[] = [
  {
    id: "definition",
    problem: ({ declaration: { key }, changes }) =>
      changes.length === 0
        ? undefined
        : {
            message: "PostHog does not hold what the config says",
            hint: `Run assay apply, or assay experiment create ${key}`,
          },
  },
  {
    id: "variants",
    problem: ({ declaration }) => {
      const got = variantsGot(declaration);
      const lost = declaration.variants.filter(({ key }) => !got.has(key)).map(({ key }) => key);
      if (declaration.variants.length < 2)
        return { message: "There are fewer than two variants", hint: "Declare a second variant" };
      if (lost.length === 0) return undefined;
      return {
        message: `Nobody can get ${lost.map((key) => `"${key}"`).join(", ")}`,
        hint: "Give it a share and a release group that people can reach",
      };
    },
  },
  {
    id: "owner",
    problem: ({ declaration: { owner } }) =>
      (owner ?? "").trim() === ""
        ? { message: "Nobody owns it", hint: 'Say who decides: owner = "a team"' }
        : undefined,
  },
  {
    id: "expiry",
    problem: ({ declaration: { expires }, now }) => {
      if (expires === undefined)
        return {
          message: "It never ends",
          hint: "Say by when it is decided: expires = 2026-12-31",
        };
      if (now < Date.parse(expires) + DAY_MS) return undefined;
      return { message: `It expired on ${expires}`, hint: "Set a later date in expires" };
    },
  },
];

/** An experiment lives through the whole of its last day, in UTC. */
const DAY_MS = 86_400_000;

/** The variants that somebody can get: groups are tried in order, and one for everyone ends it. */
function variantsGot({ groups, variants }: Declaration): Set<string> {
  const shared = variants.filter(({ share }) => share > 0).map(({ key }) => key);
  const got = new Set<string>();
  for (const group of groups.filter(({ rollout }) => rollout > 0)) {
    for (const key of group.variant === undefined ? shared : [group.variant]) got.add(key);
    if (isForEveryone(group)) break;
  }
  return got;
}

function isForEveryone({ match, rollout }: GroupDeclaration): boolean {
  return match.length === 0 && rollout >= 100;
}
