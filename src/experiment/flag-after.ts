import type { Flag } from "./flag.ts";
import type { ObservedFlag } from "./observed.ts";
import { type Moves, reassignment } from "./reassignment.ts";
import type { Deed, Shipment } from "./store.ts";

/** Who enters, leaves or switches by a deed; null when it depends on who the people are. */
export function movesBy(deed: Deed, held: ObservedFlag | undefined): Moves | null {
  const after = held && flagAfter(deed, held.flag);
  return after === undefined ? null : reassignment(held?.flag, after);
}

/**
 * What a deed makes of a flag (`posthog-api.md` 3.4); undefined for those that draw the line around
 * the people who are in already, whom only PostHog knows.
 */
export function flagAfter(deed: Deed, flag: Flag): Flag | undefined {
  switch (deed.verb) {
    case "launch":
    case "resume":
      return { ...flag, active: true };
    case "pause":
      return { ...flag, active: false };
    case "ship":
      return shipped(flag, deed);
    case "freeze":
    case "unfreeze":
      return undefined;
    case "conclude":
    case "archive":
    case "reset":
      return flag;
    default:
      return deed satisfies never;
  }
}

function shipped(flag: Flag, { variant, toEveryone }: Shipment): Flag {
  const { groups, multivariate } = flag.filters;
  const variants = (multivariate?.variants ?? []).map((held) => ({
    ...held,
    rollout_percentage: held.key === variant ? 100 : 0,
  }));
  const everyone = { properties: [], rollout_percentage: 100 };
  const released = toEveryone ? [everyone, ...(groups ?? [])] : (groups ?? []);
  const filters = {
    ...flag.filters,
    groups: released,
    multivariate: { ...multivariate, variants },
  };
  return { ...flag, filters };
}
