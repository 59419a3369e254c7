import { z } from "zod";
import type { Metrics } from "../../metrics/signal.ts";
import { address, positive, text } from "./scalar.ts";
import { signals } from "./signal.ts";
import { table } from "./table.ts";

/** The `[metrics]` table. */
export const metrics: z.ZodType<Metrics> = table({
  enabled: z.boolean().default(false).describe("Opt-in: false counts nothing and sends nothing"),
  endpoint: address.describe("Where sealed batches are sent").optional(),
  schema: positive.default(1).describe("The version of the signals and their buckets"),
  policy: positive
    .default(1)
    .describe("The version of the promise: raise it when collection widens, consent is asked anew"),
  period: z.enum(["day", "week", "month"]).default("week").describe("How long one batch counts"),
  dimensions: z
    .array(text)
    .default([])
    .describe("What a batch says besides its counters, such as os and version"),
  disclosure: text.describe("What is counted, in a person's words").optional(),
  consent: table({
    on: text.describe("The event that tells consent"),
    granted: text.describe("The dotted path of its boolean"),
  })
    .describe("How a replayed log tells consent; absent: every event counts")
    .optional(),
  require: z
    .array(z.enum(["owner", "purpose", "review", "expires"]))
    .describe("What every signal must say of itself, besides max; absent: nothing")
    .optional(),
  signals: signals.default([]).describe("The counters, by name"),
})
  .describe("The aggregator: signal and bucket to a whole number")
  .transform(({ endpoint, disclosure, consent, require, ...said }) => ({
    ...said,
    endpoint,
    disclosure,
    consent,
    ...(require && { require }),
  }));
