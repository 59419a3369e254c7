import type { Judge } from "./judgement.ts";
import { capacity } from "./judges/capacity.ts";
import { definitions } from "./judges/definitions.ts";
import { divergence } from "./judges/divergence.ts";
import { emptyLists } from "./judges/empty-lists.ts";
import { expiry } from "./judges/expiry.ts";
import { ignores } from "./judges/ignores.ts";
import { loneVariants } from "./judges/lone-variants.ts";
import { platforms } from "./judges/platforms.ts";
import { reachability } from "./judges/reachability.ts";

/** Everything that is judged in a valid config; one line here is all a new judge needs. */
export const judges: readonly Judge[] = [
  capacity,
  definitions,
  divergence,
  emptyLists,
  expiry,
  ignores,
  loneVariants,
  platforms,
  reachability,
];
