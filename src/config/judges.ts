import type { Judge } from "./judgement.ts";
import { divergence } from "./judges/divergence.ts";
import { emptyLists } from "./judges/empty-lists.ts";
import { expiry } from "./judges/expiry.ts";
import { ignores } from "./judges/ignores.ts";
import { loneVariants } from "./judges/lone-variants.ts";
import { platforms } from "./judges/platforms.ts";
import { reachability } from "./judges/reachability.ts";

/** Everything that is judged in a valid config besides its signals; one line a judge. */
export const judges: readonly Judge[] = [
  divergence,
  emptyLists,
  expiry,
  ignores,
  loneVariants,
  platforms,
  reachability,
];
