import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import { judgeEvent } from "../privacy/event/judge.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Feature, Features } from "./features.ts";
import type { Leaf, Properties } from "./properties.ts";

/**
 * What a captured event says, besides what is counted of it. What an event says is what its places
 * say, each by itself: nothing here depends on two places at once.
 */
export interface Saying {
  readonly judged: readonly Judgement[];
  readonly features: readonly Feature[];
  readonly leaves: readonly Leaf[];
}

/** Makes the sayings of one log's events. */
export function createSayings(
  catalogue: Catalogue,
  { features, properties }: { readonly features: Features; readonly properties: Properties },
): (event: Event) => Saying {
  // An event of a stream stays where it is.
  if (catalogue.form === "stream") return () => ({ judged: [], features: [], leaves: [] });
  return (event) => ({
    judged: judgeEvent(event, catalogue),
    features: features.of(event.body),
    leaves: properties.of(event.body, event.name),
  });
}
