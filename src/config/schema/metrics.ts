import { z } from "zod/mini";
import type { Metrics } from "../../metrics/signal.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { address, positive, text } from "./scalar.ts";
import { signals } from "./signal.ts";
import { table } from "./table.ts";

const consent = table({
  on: about("The event that tells consent", z.clone(text)),
  granted: about("The dotted path of its boolean", z.clone(text)),
});

const said = table({
  enabled: about("Opt-in: false counts nothing and sends nothing", byDefault(z.boolean(), false)),
  endpoint: about("Where sealed batches are sent", z.optional(address)),
  schema: about("The version of the signals and their buckets", byDefault(positive, 1)),
  policy: about(
    "The version of the promise: raise it when collection widens, consent is asked anew",
    byDefault(positive, 1),
  ),
  period: about("How long one batch counts", byDefault(z.enum(["day", "week", "month"]), "week")),
  dimensions: about(
    "What a batch says besides its counters, such as os and version",
    byDefault(z.array(text), []),
  ),
  disclosure: about("What is counted, in a person's words", z.optional(text)),
  consent: about(
    "How a replayed log tells consent; absent: every event counts",
    z.optional(consent),
  ),
  require: about(
    "What every signal must say of itself, besides max; absent: nothing",
    z.optional(z.array(z.enum(["owner", "purpose", "review", "expires"]))),
  ),
  signals: about("The counters, by name", byDefault(signals, [])),
});

/** The `[metrics]` table. */
export const metrics: z.ZodMiniType<Metrics> = z.pipe(
  about("The aggregator: signal and bucket to a whole number", said),
  z.transform(({ endpoint, disclosure, consent: asked, require, ...rest }) => ({
    ...rest,
    endpoint,
    disclosure,
    consent: asked,
    ...(require && { require }),
  })),
);
