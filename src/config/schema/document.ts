import { z } from "zod/mini";
import type { Config } from "../config.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
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

const saidOfPosthog = table({
  host: about(
    "PostHog's address; absent: https://us.posthog.com. POSTHOG_HOST goes before it",
    z.optional(address),
  ),
  project: about("The project's number", z.optional(positive)),
  group_types: about(
    "The names of the project's group types, in the order of their indexes in PostHog",
    z.optional(z.array(text).check(z.maxLength(5))),
  ),
});

const posthog: z.ZodMiniType<Posthog> = z.pipe(
  about(
    "Which PostHog project is meant; keys come from the environment, never from here",
    saidOfPosthog,
  ),
  z.transform(({ host, project, group_types }) => ({ host, project, groupTypes: group_types })),
);

const environment = about(
  "What differs in this environment, chosen with --env",
  table({ posthog: z.optional(posthog) }),
);

const cache = about(
  "How long fetched definitions may be used, such as 30s, 10m, 36h, 7d",
  table({
    fresh: about("Older definitions are refreshed behind", z.prefault(durationMs, "10m")),
    usable: about("Older definitions fail closed", z.prefault(durationMs, "7d")),
  }),
);

const telemetry = about(
  "When nothing may be sent",
  table({
    off: about(
      "Environment variables that switch telemetry off, besides DO_NOT_TRACK",
      byDefault(z.array(text), []),
    ),
    when_off: about(
      "What experiments do then: local values and overrides, or nothing",
      byDefault(z.enum(["local", "disabled"]), "local"),
    ),
  }),
);

const saidInAll = table({
  version: about("The version of this format", byDefault(z.literal(1), 1)),
  posthog: z.prefault(posthog, {}),
  environments: about("By name", byDefault(z.record(text, environment), {})),
  flags: about("Flags without an experiment, by key", byDefault(flags, [])),
  experiments: about("Experiments, by key", byDefault(experiments, [])),
  log: z.prefault(log, {}),
  events: byDefault(events, new Map()),
  metrics: z.prefault(metrics, {}),
  cache: z.prefault(cache, {}),
  telemetry: z.prefault(telemetry, {}),
  privacy: z.prefault(privacy, {}),
});

/** The whole of `assay.toml`. */
export const document: z.ZodMiniType<Document> = z.pipe(
  about("The config of assay: experiments as code for PostHog", saidInAll),
  z.transform((said) => ({
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
  })),
);

function variantKeys({
  flags: declared,
  experiments: running,
}: Pick<Config, "flags" | "experiments">): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...declared, ...running].map(({ key, variants }) => [key, variants.map((each) => each.key)]),
  );
}
