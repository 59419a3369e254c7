import type { FlagVariant, ReleaseGroup } from "../evaluation/flag.ts";
import type { FlagChange } from "./change.ts";
import { compareFields, type FieldChange } from "./fields.ts";
import { sightOfFlag } from "./fingerprint.ts";
import type { Flag } from "./flag.ts";
import type { Json, JsonObject } from "./json.ts";
import type { ObservedFlag } from "./observed.ts";
import { reassignment } from "./reassignment.ts";
import { type FlagSettings, flagSettings } from "./settings.ts";

/** A declared flag beside what PostHog holds and what was last applied. */
export interface FlagSides {
  readonly declared: Flag;
  readonly observed: ObservedFlag | undefined;
  readonly base: FlagSettings | undefined;
}

/** What must happen to a flag; undefined when it holds already what the config says. */
export function flagChange({ declared, observed, base }: FlagSides): FlagChange | undefined {
  const after = observed === undefined ? declared : withUnsaid(declared, observed.flag);
  const remote = observed && flagSettings(observed.flag);
  const known = base && remote ? withUnsaidBase(base, declared, remote) : base;
  const fields = flagFields({ base: known, config: flagSettings(after), remote });
  if (fields.length === 0 && observed !== undefined) return undefined;
  return {
    action: observed === undefined ? "create" : "update",
    kind: "flag",
    key: declared.key,
    fields,
    moves: reassignment(observed?.flag, after),
    after,
    seen: observed === undefined ? null : sightOfFlag(observed),
  };
}

/**
 * The declared flag with what the config leaves to PostHog: whether it is active, the names and
 * descriptions nobody declared, and the holdout's percentage. A flag is named after its key where
 * no name is declared, and a flag without a name is one that nobody named.
 */
export function withUnsaid(declared: Flag, { name, active, filters }: Flag): Flag {
  const { groups, multivariate, holdout } = declared.filters;
  const named = (variant: FlagVariant): FlagVariant => {
    const held = filters.multivariate?.variants.find(({ key }) => key === variant.key);
    return { ...(held?.name !== undefined && { name: held.name }), ...variant };
  };
  const described = (group: ReleaseGroup, index: number): ReleaseGroup => {
    const held = filters.groups?.[index];
    return { ...(held?.description && { description: held.description }), ...group };
  };
  return {
    ...declared,
    name: name === "" && declared.name === declared.key ? "" : declared.name,
    active,
    filters: {
      ...declared.filters,
      groups: (groups ?? []).map(described),
      multivariate: multivariate ? { variants: multivariate.variants.map(named) } : null,
      ...(holdout && holdout.id === filters.holdout?.id && { holdout: filters.holdout }),
    },
  };
}

/** What the config does not say did not move in it either. */
function withUnsaidBase(base: FlagSettings, declared: Flag, remote: FlagSettings): FlagSettings {
  const { groups, multivariate } = declared.filters;
  const isNamed = (key: string): boolean =>
    (multivariate?.variants ?? []).some((variant) => variant.key === key && variant.name);
  const nameOf = (key: string): string =>
    remote.variants.find((variant) => variant.key === key)?.name ?? "";
  return {
    ...base,
    groups: base.groups.map((group, index) =>
      groups?.[index]?.description
        ? group
        : { ...group, description: remote.groups[index]?.description ?? "" },
    ),
    variants: base.variants.map((variant) =>
      isNamed(variant.key) ? variant : { ...variant, name: nameOf(variant.key) },
    ),
  };
}

interface Compared {
  readonly base: FlagSettings | undefined;
  readonly config: FlagSettings;
  readonly remote: FlagSettings | undefined;
}

/** The settings of a flag that differ, in the config's words. */
export function flagFields({ base, config, remote }: Compared): FieldChange[] {
  const isPlain = [config, remote].every((side) => side === undefined || rolloutOf(side) !== null);
  const words = isPlain ? asRollout : (side: FlagSettings): JsonObject => side;
  if (remote !== undefined)
    return compareFields({
      base: base && words(base),
      config: words(config),
      remote: words(remote),
    });
  const known = base && words(base);
  return Object.entries(words(config))
    .filter(([name, value]) => !isDefault(name, value))
    .flatMap(([name, value]) =>
      compareFields({ base: known && (known[name] ?? null), config: value, remote: null }, [name]),
    );
}

/** One unconditional group is what the config writes as `rollout = N`. */
function asRollout(settings: FlagSettings): JsonObject {
  const { groups: _, ...others } = settings;
  return { ...others, rollout: rolloutOf(settings) };
}

function rolloutOf({ groups: [group, ...more] }: FlagSettings): number | null {
  if (group === undefined || more.length > 0 || group.match.length > 0) return null;
  const isBare = group.variant === null && group.aggregation === null && group.description === "";
  return isBare ? group.rollout : null;
}

function isDefault(name: string, value: Json): boolean {
  if (name === "bucketing") return value === "distinct_id";
  return value === "" || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
}
