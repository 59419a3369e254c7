import { isRecord } from "../evaluation/record.ts";
import { isSame } from "../experiment/json.ts";
import { parseFilters } from "./filters.ts";
import { insertFlag, writeFlag, type Written } from "./flag-write.ts";
import { invalid } from "./refusal.ts";
import type { Filters, FlagRow, State, Variant } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** What an experiment's body says about its flag; nothing but what it says. */
export interface FlagConfig {
  readonly variants?: readonly Variant[];
  readonly rollout?: unknown;
  readonly payloads?: unknown;
  readonly aggregation?: unknown;
  readonly continuity?: boolean | null;
}

/** The keys of `parameters` that belong to the flag. */
export const FLAG_PARAMETERS: readonly string[] = [
  "feature_flag_variants",
  "rollout_percentage",
  "aggregation_group_type_index",
  "feature_flag_payloads",
  "ensure_experience_continuity",
];

/**
 * Reads the flag's configuration from `feature_flag`, or from the older `parameters`
 * (`posthog-api.md` 3.2, 3.3). Undefined when the body says nothing about the flag.
 */
export function readFlagConfig(body: JsonRecord): FlagConfig | undefined {
  return fromFeatureFlag(body["feature_flag"]) ?? fromParameters(body["parameters"]);
}

/** Creates the flag of a new experiment: control and test, half each, for everyone, unless told. */
export function createFlagOf(
  state: State,
  config: FlagConfig,
  flag: Pick<FlagRow, "team_id" | "key" | "name" | "active"> & { readonly now: number },
): Written {
  const { now, ...fields } = flag;
  const filters = parseFilters(
    filtersWith(
      config,
      { groups: [{ properties: [], rollout_percentage: 100 }] },
      DEFAULT_VARIANTS,
    ),
    {},
    { state, owner: flag },
  );
  const continuity = { ensure_experience_continuity: config.continuity ?? false };
  return insertFlag(state, { ...fields, now }, { ...fields, ...continuity, filters });
}

/** Brings an experiment's flag in line with its configuration. */
export function configureFlag(
  state: State,
  flag: FlagRow,
  { config, now }: { readonly config: FlagConfig; readonly now: number },
): Written {
  const raw = filtersWith(config, flag.filters, variantsOf(flag));
  const filters = parseFilters(raw, flag.filters, { state, owner: flag });
  const continuity =
    config.continuity === undefined ? {} : { ensure_experience_continuity: config.continuity };
  return writeFlag(state, flag, { changes: { ...continuity, filters }, now });
}

/** Whether the flag says something else than the configuration, as after an echo of a read. */
export function differs(config: FlagConfig, flag: FlagRow): boolean {
  const { filters } = flag;
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [config.variants && sharesOf(config.variants), sharesOf(variantsOf(flag))],
    [config.rollout, filters.groups?.[0]?.rollout_percentage ?? 100],
    [config.payloads, filters.payloads ?? {}],
    [config.aggregation ?? undefined, filters.aggregation_group_type_index],
    [config.continuity ?? undefined, flag.ensure_experience_continuity],
  ];
  return pairs.some(([asked, held]) => asked !== undefined && !isSame(asked, held));
}

/** Whether the configuration names other variants than the flag has. */
export function changesVariants({ variants }: FlagConfig, flag: FlagRow): boolean {
  return variants !== undefined && !isSame(keysOf(variants), keysOf(variantsOf(flag)));
}

/** Refuses a flag that cannot carry an experiment. */
export function requireVariants(flag: FlagRow): void {
  const count = variantsOf(flag).length;
  if (count < 2) throw invalid(TOO_FEW);
  if (count > 20) throw invalid("Feature flag must have at most 20 variants");
}

export function variantsOf({ filters }: FlagRow): readonly Variant[] {
  return filters.multivariate?.variants ?? [];
}

const sharesOf = (variants: readonly Variant[]): unknown =>
  variants.map(({ key, rollout_percentage }) => [key, rollout_percentage]);

const keysOf = (variants: readonly Variant[]): string[] =>
  variants.map(({ key }) => key).toSorted();

const TOO_FEW =
  "Feature flag must have at least 2 variants (a baseline and at least one test variant)";

const DEFAULT_VARIANTS: readonly Variant[] = [
  { key: "control", name: "Control Group", rollout_percentage: 50 },
  { key: "test", name: "Test Variant", rollout_percentage: 50 },
];

function filtersWith(config: FlagConfig, held: Filters, variants: readonly Variant[]): JsonRecord {
  const [first, ...rest] = held.groups ?? [];
  const rollout = config.rollout === undefined ? {} : { rollout_percentage: config.rollout };
  return {
    groups: [{ ...first, ...rollout }, ...rest],
    multivariate: { variants: config.variants ?? variants },
    ...(config.payloads === undefined ? {} : { payloads: config.payloads }),
    ...(config.aggregation === undefined
      ? {}
      : { aggregation_group_type_index: config.aggregation }),
  };
}

function fromFeatureFlag(input: unknown): FlagConfig | undefined {
  if (!isRecord(input)) return undefined;
  const isEcho = (input["id"] ?? null) !== null;
  if (isEcho || !("filters" in input || "ensure_experience_continuity" in input)) return undefined;
  const filters = input["filters"] ?? {};
  requireKeys(input, ["id", "filters", "ensure_experience_continuity"]);
  if (!isRecord(filters)) throw wrongFlag("filters must be an object.");
  requireKeys(filters, ["multivariate", "groups", "payloads", "aggregation_group_type_index"]);
  const multivariate = filters["multivariate"];
  return said({
    variants: isRecord(multivariate) ? readVariants(multivariate["variants"]) : undefined,
    rollout: rolloutOf(filters["groups"]),
    payloads: filters["payloads"] ?? undefined,
    aggregation: filters["aggregation_group_type_index"],
    continuity: input["ensure_experience_continuity"],
  });
}

function fromParameters(input: unknown): FlagConfig | undefined {
  if (!isRecord(input)) return undefined;
  if (!FLAG_PARAMETERS.some((key) => (input[key] ?? null) !== null)) return undefined;
  const variants = input["feature_flag_variants"] ?? undefined;
  return said({
    variants: variants === undefined ? undefined : readVariants(variants),
    rollout: input["rollout_percentage"] ?? undefined,
    payloads: input["feature_flag_payloads"] ?? undefined,
    aggregation: input["aggregation_group_type_index"],
    continuity: input["ensure_experience_continuity"],
  });
}

function said(config: Readonly<Record<keyof FlagConfig, unknown>>): FlagConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

/** The overall rollout: one group, for everyone. Targeting is edited on the flag itself. */
function rolloutOf(groups: unknown): unknown {
  if (groups === undefined || groups === null) return undefined;
  if (!Array.isArray(groups) || groups.length !== 1)
    throw wrongFlag("Only one release condition is supported; edit targeting on the feature flag.");
  const group: unknown = groups[0];
  if (!isRecord(group)) throw wrongFlag("A release condition must be an object.");
  if (Array.isArray(group["properties"]) && group["properties"].length > 0)
    throw wrongFlag("Property filters are not supported; edit targeting on the feature flag.");
  return group["rollout_percentage"] ?? 100;
}

function readVariants(input: unknown): readonly Variant[] {
  if (!Array.isArray(input)) throw invalid("Feature flag variants must be a list");
  if (input.length > 20) throw invalid("Feature flag variants must be less than 21");
  if (input.length < 2) throw invalid(TOO_FEW);
  const variants = input.map(readVariant);
  if (variants.some(({ key }) => key === "control")) return variants;
  // Only the lower-case spelling is the baseline, so the server corrects the others.
  return variants.map((variant) =>
    variant.key.toLowerCase() === "control" ? { ...variant, key: "control" } : variant,
  );
}

function readVariant(input: unknown, index: number): Variant {
  if (!isRecord(input)) throw invalid(`Feature flag variant at index ${index} must be an object`);
  const { split_percent, rollout_percentage, ...rest } = input;
  if (typeof rest["key"] !== "string")
    throw invalid(`Feature flag variant at index ${index} must have a 'key' field`);
  const percent = split_percent ?? rollout_percentage;
  if (percent === undefined || percent === null)
    throw invalid(
      "Each variant must include split_percent (recommended) or rollout_percentage (deprecated).",
    );
  if (!Number.isInteger(percent)) throw wrongFlag("A valid integer is required.");
  return { ...rest, key: rest["key"], rollout_percentage: Number(percent) };
}

function requireKeys(input: JsonRecord, known: readonly string[]): void {
  if (Object.keys(input).some((key) => !known.includes(key)))
    throw wrongFlag("Unsupported key for the experiment feature_flag input.");
}

const wrongFlag = (detail: string): Error => invalid(detail, "feature_flag");
