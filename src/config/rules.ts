import type { Rule } from "./rule.ts";
import { cacheOrder } from "./rules/cache.ts";
import { conditions } from "./rules/conditions.ts";
import { eventNames } from "./rules/event-names.ts";
import { flagReferences } from "./rules/flag-references.ts";
import { forbiddenNames } from "./rules/forbidden-names.ts";
import { metricEvents } from "./rules/metric-events.ts";
import { ramps } from "./rules/ramps.ts";
import { severities } from "./rules/severities.ts";
import { sharedKeys } from "./rules/shared-keys.ts";
import { signalKeys } from "./rules/signal-keys.ts";
import { variantNames } from "./rules/variant-names.ts";
import { variantShares } from "./rules/variant-shares.ts";

/** Every rule between values; one line here is all a new one needs. */
export const rules: readonly Rule[] = [
  cacheOrder,
  conditions,
  eventNames,
  flagReferences,
  forbiddenNames,
  metricEvents,
  ramps,
  severities,
  sharedKeys,
  signalKeys,
  variantNames,
  variantShares,
];
