import { z } from "zod/mini";
import type {
  ExperimentDeclaration,
  FlagDeclaration,
  GroupDeclaration,
  VariantDeclaration,
} from "../../experiment/declaration.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { experimentMetric } from "./experiment-metric.ts";
import { json } from "./json.ts";
import { date, percent, positive, text } from "./scalar.ts";
import { list } from "./list.ts";
import { table } from "./table.ts";
import { group, variant } from "./targeting.ts";

/** The variants of an experiment that declares none. */
const DEFAULT_VARIANTS: readonly VariantDeclaration[] = [
  { key: "control", name: undefined, share: 50 },
  { key: "test", name: undefined, share: 50 },
];

const key = z
  .string()
  .check(
    z.regex(/^[a-zA-Z0-9_-]{1,400}$/, "Expected a key of letters, digits, hyphens and underscores"),
  );

const targeting = {
  name: about("The name for people; absent: the key", z.optional(text)),
  rollout: about(
    "Percent: one unconditional group. Not together with groups; absent: 100",
    z.optional(percent),
  ),
  groups: about("Release groups, in order; the first match decides", z.optional(z.array(group))),
  payloads: about(
    "JSON to hand out, by variant key; by true for a boolean flag",
    z.optional(z.record(z.string(), json)),
  ),
  holdout: about("The id of the PostHog holdout that is kept out", z.optional(positive)),
  bucketing: about(
    "The id that a person is bucketed by; absent: PostHog's own choice",
    z.optional(z.enum(["distinct_id", "device_id"])),
  ),
  group_type: about(
    "Bucket groups of this type instead of persons: its index in PostHog",
    z.optional(z.int().check(z.minimum(0), z.maximum(4))),
  ),
  tags: about("Tags of the flag in PostHog", byDefault(z.array(text), [])),
};

const flag = about(
  "A flag of its own",
  table({
    ...targeting,
    variants: about("Variants; none: a boolean flag", z.optional(list(variant, 1))),
  }),
);

const step = table({
  on: about("The day of this step", z.clone(date)),
  rollout: about("Percent from that day on", z.clone(percent)),
});

const experiment = about(
  "An experiment; it owns the flag of the same key",
  table({
    ...targeting,
    hypothesis: about("What you expect to happen, and why", byDefault(z.string(), "")),
    variants: about(
      "2 to 20 variants; absent: control and test, 50 percent each",
      z.optional(list(variant, 2, 20)),
    ),
    enabled_variants: about(
      'Variants that mean "on" for a boolean gate; absent: all but the baseline',
      z.optional(z.array(text)),
    ),
    enabled_by_default: about(
      "What a boolean gate says while no variant is known",
      byDefault(z.boolean(), false),
    ),
    user_overridable: about(
      "Whether the user may choose for themself",
      byDefault(z.boolean(), false),
    ),
    show_in_settings: about(
      "Whether the application's settings show it",
      byDefault(z.boolean(), true),
    ),
    platforms: about(
      "Platforms it runs on, as Node names them: darwin, linux, win32; none: all",
      byDefault(z.array(text), []),
    ),
    remote: about(
      "False: a local toggle only, never applied, never asked for",
      byDefault(z.boolean(), true),
    ),
    owner: about("Who answers for it", z.optional(text)),
    expires: about("The last day it should run", z.optional(date)),
    ramp: about("Planned steps of the rollout, in order of date", byDefault(z.array(step), [])),
    metrics: about("What the experiment is judged by", byDefault(z.array(experimentMetric), [])),
  }),
);

/** `[flags.KEY]`, in the order of the file. */
export const flags: z.ZodMiniType<FlagDeclaration[]> = z.pipe(
  z.record(key, flag),
  z.transform((declared) =>
    Object.entries(declared).map(([name, said]): FlagDeclaration => ({
      kind: "flag",
      ...targetingOf(name, said),
      variants: said.variants ?? [],
    })),
  ),
);

/** `[experiments.KEY]`, in the order of the file, with the defaults filled in. */
export const experiments: z.ZodMiniType<ExperimentDeclaration[]> = z.pipe(
  z.record(key, experiment),
  z.transform((declared) =>
    Object.entries(declared).map(([name, said]) => toExperiment(name, said)),
  ),
);

function toExperiment(name: string, said: z.output<typeof experiment>): ExperimentDeclaration {
  const variants = said.variants ?? DEFAULT_VARIANTS;
  return {
    kind: "experiment",
    ...targetingOf(name, said),
    variants,
    hypothesis: said.hypothesis,
    enabledVariants: said.enabled_variants ?? allButBaseline(variants.map((each) => each.key)),
    enabledByDefault: said.enabled_by_default,
    userOverridable: said.user_overridable,
    showInSettings: said.show_in_settings,
    platforms: said.platforms,
    remote: said.remote,
    owner: said.owner,
    expires: said.expires,
    ramp: said.ramp,
    metrics: said.metrics,
  };
}

/** The baseline is the variant `control`, else the first. */
function allButBaseline(keys: readonly string[]): string[] {
  const baseline = keys.includes("control") ? "control" : keys[0];
  return keys.filter((each) => each !== baseline);
}

function targetingOf(
  name: string,
  said: z.output<typeof flag> | z.output<typeof experiment>,
): Omit<FlagDeclaration, "kind" | "variants"> {
  return {
    key: name,
    name: said.name ?? name,
    groups: said.groups ?? [everyone(said.rollout ?? 100)],
    payloads: new Map(Object.entries(said.payloads ?? {})),
    holdout: said.holdout,
    bucketing: said.bucketing,
    aggregation: said.group_type,
    tags: said.tags,
  };
}

function everyone(rollout: number): GroupDeclaration {
  return { match: [], rollout, variant: undefined, description: undefined };
}
