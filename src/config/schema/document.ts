import { z } from "zod";
import type { Config } from "../config.ts";
import { experiments, flags } from "./declarations.ts";
import { events, log } from "./events.ts";
import { metrics } from "./metrics.ts";
import { privacy } from "./policy.ts";
import { address, durationMs, positive, text } from "./scalar.ts";
import { table } from "./table.ts";

/** What the document says, before an environment is chosen. */
export interface Document extends Omit<Config, "file" | "environment" | "posthog" | "locate"> {
  readonly posthog: Posthog;
  readonly environments: ReadonlyMap<string, Posthog>;
}

/** The `[posthog]` table as far as it is written. */
export interface Posthog {
  readonly host: string | undefined;
  readonly project: number | undefined;
  /** The names of the project's group types, in the order of their indexes. */
  readonly groupTypes: readonly string[] | undefined;
}

const posthog: z.ZodType<Posthog> = table({
  host: address
    .describe("PostHog's address; absent: https://us.posthog.com. POSTHOG_HOST goes before it")
    .optional(),
  project: positive.describe("The project's number").optional(),
  group_types: z
    .array(text)
    .max(5)
    .describe("The names of the project's group types, in the order of their indexes in PostHog")
    .optional(),
})
  .describe("Which PostHog project is meant; keys come from the environment, never from here")
  .transform(({ host, project, group_types }) => ({ host, project, groupTypes: group_types }));

const environment = table({ posthog: posthog.optional() }).describe(
  "What differs in this environment, chosen with --env",
);

const cache = table({
  fresh: durationMs.prefault("10m").describe("Older definitions are refreshed behind"),
  usable: durationMs.prefault("7d").describe("Older definitions fail closed"),
}).describe("How long fetched definitions may be used, such as 30s, 10m, 36h, 7d");

const telemetry = table({
  off: z
    .array(text)
    .default([])
    .describe("Environment variables that switch telemetry off, besides DO_NOT_TRACK"),
  when_off: z
    .enum(["local", "disabled"])
    .default("local")
    .describe("What experiments do then: local values and overrides, or nothing"),
}).describe("When nothing may be sent");

/** The whole of `assay.toml`. */
export const document: z.ZodType<Document> = table({
  version: z.literal(1).default(1).describe("The version of this format"),
  posthog: posthog.prefault({}),
  environments: z.record(text, environment).default({}).describe("By name"),
  flags: flags.default([]).describe("Flags without an experiment, by key"),
  experiments: experiments.default([]).describe("Experiments, by key"),
  log: log.prefault({}),
  events: events.default(new Map()),
  metrics: metrics.prefault({}),
  cache: cache.prefault({}),
  telemetry: telemetry.prefault({}),
  privacy: privacy.prefault({}),
})
  .describe("The config of assay: experiments as code for PostHog")
  .transform((said) => ({
    posthog: said.posthog,
    environments: new Map(
      Object.entries(said.environments).map(([name, { posthog: own }]) => [
        name,
        own ?? { host: undefined, project: undefined, groupTypes: undefined },
      ]),
    ),
    flags: said.flags,
    experiments: said.experiments,
    catalogue: { ...said.log, events: said.events, flags: variantKeys(said) },
    metrics: said.metrics,
    cache: { freshMs: said.cache.fresh, usableMs: said.cache.usable },
    telemetry: { off: said.telemetry.off, whenOff: said.telemetry.when_off },
    privacy: said.privacy,
  }));

function variantKeys({
  flags: declared,
  experiments: running,
}: Pick<Config, "flags" | "experiments">): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...declared, ...running].map(({ key, variants }) => [key, variants.map((each) => each.key)]),
  );
}
