import type { FlagDefinition, FlagFilters, FlagVariant, ReleaseGroup } from "../evaluation/flag.ts";
import { toProperty } from "./condition.ts";
import type {
  Declaration,
  GroupDeclaration,
  Targeting,
  VariantDeclaration,
} from "./declaration.ts";

/** A flag with its tags, which decide nothing and are declared all the same. */
export interface Flag extends FlagDefinition {
  readonly name: string;
  readonly tags: readonly string[];
}

/**
 * A declared flag, or the flag of a declared experiment, as it would be live: active, in PostHog's
 * own names (`posthog-api.md` 2.3), payloads as JSON text. A holdout carries no percentage: only
 * PostHog knows how many people it holds out.
 */
export function toFlag(declaration: Declaration): Flag {
  return {
    key: declaration.key,
    name: descriptionOf(declaration),
    active: true,
    tags: declaration.tags,
    filters: toFilters(declaration),
    bucketing_identifier: declaration.bucketing ?? null,
  };
}

/** What PostHog itself calls the flag of an experiment, so that one made there is no difference. */
function descriptionOf({ kind, name }: Declaration): string {
  return kind === "experiment" ? `Feature Flag for Experiment ${name}` : name;
}

function toFilters(declaration: Targeting): FlagFilters {
  const { groups, variants, payloads, aggregation, holdout } = declaration;
  return {
    groups: groups.map(toGroup),
    multivariate: variants.length === 0 ? null : { variants: toVariants(variants) },
    payloads: Object.fromEntries(
      [...payloads].map(([key, value]) => [key, JSON.stringify(value ?? null)]),
    ),
    ...(aggregation !== undefined && { aggregation_group_type_index: aggregation }),
    ...(holdout !== undefined && { holdout: { id: holdout } }),
  };
}

/** Variants in PostHog's own names, in the same order. */
export function toVariants(variants: readonly VariantDeclaration[]): FlagVariant[] {
  return variants.map(({ key, name, share }) => ({
    key,
    ...(name !== undefined && { name }),
    rollout_percentage: share,
  }));
}

function toGroup({ match, rollout, variant, description }: GroupDeclaration): ReleaseGroup {
  return {
    properties: match.map(toProperty),
    rollout_percentage: rollout,
    ...(variant !== undefined && { variant }),
    ...(description !== undefined && { description }),
  };
}
