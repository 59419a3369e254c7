import type { Definitions, FlagDefinition, FlagProperty } from "../evaluation/flag.ts";
import type { Declaration } from "./declaration.ts";
import { toFlag } from "./flag.ts";
import { compare } from "./json.ts";

/**
 * What PostHog's local-evaluation endpoint would answer if everything declared were live: flags by
 * key, each condition on another flag with the chain to decide first (`posthog-api.md` 4.2).
 * Group types are known as far as they are named, in the order of their indexes. Cohorts are
 * PostHog's alone and absent, and so is a matching version: a project that PostHog has not moved
 * matches in the legacy way.
 */
export function toDefinitions(
  declarations: readonly Declaration[],
  groupTypes: readonly string[] = [],
): Definitions {
  const flags = declarations.map(toFlag).toSorted((left, right) => compare(left.key, right.key));
  const byKey = new Map<string, FlagDefinition>(flags.map((flag) => [flag.key, flag]));
  return {
    flags: flags.map((flag) => withChains(flag, byKey)),
    group_type_mapping: Object.fromEntries(groupTypes.entries()),
  };
}

/** The keys of the flags that a flag's conditions look at. */
export function dependenciesOf({ filters }: FlagDefinition): string[] {
  const properties = (filters.groups ?? []).flatMap((group) => group.properties ?? []);
  return properties.filter(({ type }) => type === "flag").map(({ key }) => key);
}

/**
 * The flags to decide before `key`, each after those it needs itself, ending with `key`. Empty for
 * a circle and for a flag that is not there, as PostHog writes it.
 */
export function dependencyChain(
  key: string,
  flags: ReadonlyMap<string, FlagDefinition>,
): readonly string[] {
  const chain: string[] = [];
  const visit = (next: string, path: readonly string[]): boolean => {
    if (path.includes(next)) return false;
    if (chain.includes(next)) return true;
    const flag = flags.get(next);
    if (flag === undefined) return false;
    if (!dependenciesOf(flag).every((need) => visit(need, [...path, next]))) return false;
    chain.push(next);
    return true;
  };
  return visit(key, []) ? chain : [];
}

function withChains(
  flag: FlagDefinition,
  flags: ReadonlyMap<string, FlagDefinition>,
): FlagDefinition {
  if (dependenciesOf(flag).length === 0) return flag;
  const chained = (property: FlagProperty): FlagProperty =>
    property.type === "flag"
      ? { ...property, dependency_chain: dependencyChain(property.key, flags) }
      : property;
  const groups = (flag.filters.groups ?? []).map((group) => ({
    ...group,
    properties: (group.properties ?? []).map(chained),
  }));
  return { ...flag, filters: { ...flag.filters, groups } };
}
