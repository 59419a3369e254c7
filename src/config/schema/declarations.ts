import { z } from "zod";
import type {
  ExperimentDeclaration,
  FlagDeclaration,
  GroupDeclaration,
  VariantDeclaration,
} from "../../experiment/declaration.ts";
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
  .regex(/^[a-zA-Z0-9_-]{1,400}$/, "Expected a key of letters, digits, hyphens and underscores");

const targeting = {
  name: text.describe("The name for people; absent: the key").optional(),
  rollout: percent
    .describe("Percent: one unconditional group. Not together with groups; absent: 100")
    .optional(),
  groups: z.array(group).describe("Release groups, in order; the first match decides").optional(),
  payloads: z
    .record(z.string(), json)
    .describe("JSON to hand out, by variant key; by true for a boolean flag")
    .optional(),
  holdout: positive.describe("The id of the PostHog holdout that is kept out").optional(),
  bucketing: z
    .enum(["distinct_id", "device_id"])
    .describe("The id that a person is bucketed by; absent: PostHog's own choice")
    .optional(),
  group_type: z
    .int()
    .min(0)
    .max(4)
    .describe("Bucket groups of this type instead of persons: its index in PostHog")
    .optional(),
  tags: z.array(text).default([]).describe("Tags of the flag in PostHog"),
};

const flag = table({
  ...targeting,
  variants: list(variant, 1).describe("Variants; none: a boolean flag").optional(),
}).describe("A flag of its own");

const experiment = table({
  ...targeting,
  hypothesis: z.string().default("").describe("What you expect to happen, and why"),
  variants: list(variant, 2, 20)
    .describe("2 to 20 variants; absent: control and test, 50 percent each")
    .optional(),
  enabled_variants: z
    .array(text)
    .describe('Variants that mean "on" for a boolean gate; absent: all but the baseline')
    .optional(),
  enabled_by_default: z
    .boolean()
    .default(false)
    .describe("What a boolean gate says while no variant is known"),
  user_overridable: z.boolean().default(false).describe("Whether the user may choose for themself"),
  show_in_settings: z
    .boolean()
    .default(true)
    .describe("Whether the application's settings show it"),
  platforms: z
    .array(text)
    .default([])
    .describe("Platforms it runs on, as Node names them: darwin, linux, win32; none: all"),
  remote: z
    .boolean()
    .default(true)
    .describe("False: a local toggle only, never applied, never asked for"),
  owner: text.describe("Who answers for it").optional(),
  expires: date.describe("The last day it should run").optional(),
  ramp: z
    .array(
      table({
        on: date.describe("The day of this step"),
        rollout: percent.describe("Percent from that day on"),
      }),
    )
    .default([])
    .describe("Planned steps of the rollout, in order of date"),
  metrics: z.array(experimentMetric).default([]).describe("What the experiment is judged by"),
}).describe("An experiment; it owns the flag of the same key");

/** `[flags.KEY]`, in the order of the file. */
export const flags: z.ZodType<FlagDeclaration[]> = z.record(key, flag).transform((declared) =>
  Object.entries(declared).map(([name, said]): FlagDeclaration => ({
    kind: "flag",
    ...targetingOf(name, said),
    variants: said.variants ?? [],
  })),
);

/** `[experiments.KEY]`, in the order of the file, with the defaults filled in. */
export const experiments: z.ZodType<ExperimentDeclaration[]> = z
  .record(key, experiment)
  .transform((declared) =>
    Object.entries(declared).map(([name, said]) => toExperiment(name, said)),
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
