import type { Catalogue } from "../../event/catalogue.ts";
import type { Event } from "../../event/event.ts";
import { isRecord } from "../../event/value.ts";
import { createJudgements, type Judgement } from "./judgement.ts";
import { judgeText } from "./leaf.ts";
import { unknownEvent } from "./rules/unknown-event.ts";
import { wrongType } from "./rules/wrong-type.ts";
import { judgeUnbounded, type Scope, walk } from "./walk.ts";

/**
 * What a captured event holds that it may not: the closed catalogue first, then the string rules
 * on every text that no declared type vouches for. One judgement for each rule and place.
 */
export function judgeEvent(event: Event, catalogue: Catalogue): Judgement[] {
  const judgements = createJudgements();
  const { flags, closed } = catalogue;
  const scope: Scope = { flags, closed, judgements };
  const declared = catalogue.events.get(event.name);
  if (declared === undefined) {
    if (closed) judgements.add(unknownEvent, catalogue.name);
    judgeText(event.name, catalogue.name, judgements);
  }
  const names = [...(declared === undefined ? [] : [declared]), catalogue.common];
  const { properties, ...rest } = event.body;
  if (isRecord(properties)) walk(properties, names, "properties", scope);
  else if (properties !== undefined && properties !== null) {
    judgements.add(wrongType, "properties");
    judgeUnbounded(properties, "properties", scope);
  }
  const fields = Object.keys(rest).filter((key) => key !== catalogue.name && !isEnvelope(key));
  if (fields.length > 0) walk(only(fields, rest), [], "", scope);
  return judgements.list();
}

/**
 * What stands around the events of a batch and may not. Its fields are the client's own; any other
 * left with every event of the batch.
 */
export function judgeBatch(body: Event["body"], { flags, closed }: Catalogue): Judgement[] {
  const judgements = createJudgements();
  const fields = Object.keys(body).filter((key) => !isAroundBatch(key));
  walk(only(fields, body), [], "", { flags, closed, judgements });
  return judgements.list();
}

/** Whether a field around the events of a batch is the client's own, which no rule looks at. */
export const isAroundBatch = (key: string): boolean => AROUND_BATCH.has(key);

/** The client's own fields around the events of a batch, and these themselves. */
export const AROUND_BATCH: ReadonlySet<string> = new Set(
  "api_key token batch sent_at historical_migration".split(" "),
);

/** These fields, and no others. */
function only(fields: readonly string[], body: Event["body"]): Event["body"] {
  return Object.fromEntries(fields.map((field) => [field, body[field]]));
}

/** Whether a field of an event is one of PostHog's own, which no rule looks at. */
export const isEnvelope = (key: string): boolean => ENVELOPE.has(key);

/** What PostHog's SDKs and exports put beside `properties` (`privacy-rules.md` 1). */
export const ENVELOPE: ReadonlySet<string> = new Set([
  "api_key",
  "distinct_id",
  "timestamp",
  "sent_at",
  "uuid",
  "type",
  "library",
  "library_version",
  "person_id",
  "created_at",
  "_inserted_at",
  "team_id",
  "elements_chain",
]);
