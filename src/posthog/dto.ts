import { z } from "zod/mini";
import type { Definitions, FlagDefinition, FlagFilters } from "../evaluation/flag.ts";
import { OpsError } from "../errors.ts";

/*
 * What PostHog answers, as far as it is read here. Unknown keys are news, not faults, and are
 * kept; older servers leave newer fields out.
 */

/** A page of a list (`posthog-api.md` 1.6). */
export const pageDto: z.ZodMiniType<{
  readonly results: readonly unknown[];
  readonly next?: string | null | undefined;
}> = z.looseObject({ results: z.array(z.unknown()), next: z.nullish(z.string()) });

/**
 * What tells a row of a list apart. Lists hold much that nobody declared, some of it older than
 * any rule: only rows that are wanted are read whole.
 */
export const rowDto: z.ZodMiniType<{
  readonly id: number;
  readonly key: string | null;
  readonly feature_flag_key: string | null;
  readonly deleted: boolean;
}> = z.looseObject({
  id: z.number(),
  key: orElse(z.string(), null),
  feature_flag_key: orElse(z.string(), null),
  deleted: orElse(z.boolean(), false),
});

const property = z.looseObject({
  key: z.coerce.string(),
  type: z.exactOptional(z.enum(["person", "group", "cohort", "flag"])),
  operator: nullable(z.string()),
  value: z.exactOptional(z.unknown()),
});

const group = z.looseObject({
  properties: nullable(z.array(property)),
  rollout_percentage: nullable(z.number()),
  variant: nullable(z.string()),
  aggregation_group_type_index: nullable(z.number()),
  description: nullable(z.string()),
});

const variant = z.pipe(
  z.looseObject({
    key: z.string(),
    name: z.nullish(z.string()),
    rollout_percentage: z.number(),
  }),
  z.transform(({ name, ...others }) => ({ ...others, ...(name ? { name } : {}) })),
);

const filters: z.ZodMiniType<FlagFilters> = z.looseObject({
  groups: nullable(z.array(group)),
  multivariate: nullable(z.looseObject({ variants: z.array(variant) })),
  payloads: nullable(z.record(z.string(), z.unknown())),
  aggregation_group_type_index: nullable(z.number()),
  holdout: nullable(
    z.looseObject({ id: z.number(), exclusion_percentage: z.exactOptional(z.number()) }),
  ),
  early_exit: nullable(z.boolean()),
});

/** A flag of the REST API (`posthog-api.md` 2.2). */
export interface FlagDto {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly filters: FlagFilters;
  readonly deleted: boolean;
  readonly archived: boolean;
  readonly version: number | null;
  readonly tags: readonly string[];
  readonly experiment_set: readonly number[];
  readonly bucketing_identifier: FlagDefinition["bucketing_identifier"];
}

export const flagDto: z.ZodMiniType<FlagDto> = z.looseObject({
  id: z.number(),
  key: z.string(),
  name: orElse(z.string(), ""),
  active: z.boolean(),
  filters,
  deleted: orElse(z.boolean(), false),
  archived: orElse(z.boolean(), false),
  version: orElse(z.number(), null),
  tags: orElse(z.array(z.string()), []),
  experiment_set: orElse(z.array(z.number()), []),
  bucketing_identifier: orElse(z.enum(["distinct_id", "device_id"]), null),
});

/** An experiment of the REST API (`posthog-api.md` 3.2); lists leave its metrics out. */
export interface ExperimentDto {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly feature_flag_key: string;
  readonly feature_flag: { readonly active: boolean } | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly archived: boolean;
  readonly deleted: boolean;
  readonly conclusion: Conclusion | null;
  readonly conclusion_comment: string | null;
  readonly holdout_id: number | null;
  readonly holdout: { readonly id: number } | null;
  readonly metrics: readonly MetricDto[];
  readonly metrics_secondary: readonly MetricDto[];
  readonly version: number | null;
}

type Conclusion = "won" | "lost" | "inconclusive" | "stopped_early" | "invalid";

/** A metric, kept whole: an update sends back what is not read here. */
export type MetricDto = Readonly<Record<string, unknown>>;

const metrics = orElse(z.array(z.record(z.string(), z.unknown())), []);

export const experimentDto: z.ZodMiniType<ExperimentDto> = z.looseObject({
  id: z.number(),
  name: z.string(),
  description: orElse(z.string(), ""),
  feature_flag_key: orElse(z.string(), ""),
  feature_flag: orElse(z.looseObject({ active: z.boolean() }), null),
  start_date: orElse(z.string(), null),
  end_date: orElse(z.string(), null),
  archived: orElse(z.boolean(), false),
  deleted: orElse(z.boolean(), false),
  conclusion: orElse(z.enum(["won", "lost", "inconclusive", "stopped_early", "invalid"]), null),
  conclusion_comment: orElse(z.string(), null),
  holdout_id: orElse(z.number(), null),
  holdout: orElse(z.looseObject({ id: z.number() }), null),
  metrics,
  metrics_secondary: metrics,
  version: orElse(z.number(), null),
});

/** As much of an experiment as tells its stage, for rows that nobody declared. */
export const stageDto: z.ZodMiniType<
  Pick<ExperimentDto, "start_date" | "end_date" | "archived" | "feature_flag">
> = z.looseObject({
  start_date: orElse(z.string(), null),
  end_date: orElse(z.string(), null),
  archived: orElse(z.boolean(), false),
  feature_flag: orElse(z.looseObject({ active: z.boolean() }), null),
});

/** A holdout (`posthog-api.md` 3.8): the first filter's percentage is how many are held out. */
export const holdoutDto: z.ZodMiniType<{
  readonly filters: readonly { readonly rollout_percentage: number }[];
}> = z.looseObject({
  filters: z.array(z.looseObject({ rollout_percentage: z.number() })).check(z.minLength(1)),
});

/** The body of the definitions endpoint, which goes to the evaluator as it came. */
export const definitionsDto: z.ZodMiniType<Definitions> = z.looseObject({
  flags: z.array(z.looseObject({ key: z.string(), active: z.boolean(), filters })),
});

/** Reads one answer. Throws `unavailable` when it is not what PostHog would send. */
export function parseDto<Dto>(shape: z.ZodMiniType<Dto>, body: unknown, host: string): Dto {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  throw strange(host);
}

/** What is said about an answer that nothing can be done with. */
export function strange(host: string): OpsError {
  return new OpsError("unavailable", `Cannot read what "${host}" answered: it is not PostHog's`, {
    hint: "Check [posthog] host: the private API answers on https://us.posthog.com, https://eu.posthog.com or your own host",
  });
}

/** A field that may be null or missing, and what it then means. */
function orElse<Shape extends z.ZodMiniType, const Otherwise>(
  shape: Shape,
  otherwise: Otherwise,
): z.ZodMiniType<z.output<Shape> | Otherwise> {
  return z.pipe(
    z.nullish(shape),
    z.transform((value) => value ?? otherwise),
  );
}

/** A field that may be null or missing, and is kept so. */
function nullable<Shape extends z.ZodMiniType>(
  shape: Shape,
): z.ZodMiniExactOptional<z.ZodMiniNullable<Shape>> {
  return z.exactOptional(z.nullable(shape));
}
