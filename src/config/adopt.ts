import { conditionSettings } from "../experiment/condition.ts";
import { type Json, isSame } from "../experiment/json.ts";
import type {
  ExperimentSettings,
  FlagSettings,
  GroupSettings,
  VariantSettings,
} from "../experiment/settings.ts";
import { adoptMetrics } from "./adopt-metrics.ts";
import {
  conditionTable,
  groupTable,
  groupTypeOf,
  plainRollout,
  variantTable,
} from "./declaration-table.ts";
import { condition } from "./schema/condition.ts";
import { listOf, type Table, tableOf } from "./tree.ts";

/** One declaration as it is written, and what it and PostHog are set to. */
export interface Sides<Settings> {
  readonly said: Table;
  readonly config: Settings;
  readonly remote: Settings;
}

/**
 * The table of a flag in which some settings are PostHog's; all else is what was written, in its
 * order and spelling. Undefined when the config has no words for what PostHog holds.
 *
 * @param paths fields of a plan, such as `rollout` and `variants.test.share`
 */
export function adoptFlag(
  { said, config, remote }: Sides<FlagSettings>,
  paths: readonly string[],
): Table | undefined {
  const isTaken = (head: string): boolean => paths.some((path) => headOf(path) === head);
  const next: Record<string, unknown> = { ...said };
  if (isTaken("name")) next["name"] = remote.name || undefined;
  if (isTaken("holdout")) next["holdout"] = remote.holdout ?? undefined;
  if (isTaken("bucketing"))
    next["bucketing"] = remote.bucketing === "distinct_id" ? undefined : remote.bucketing;
  if (isTaken("tags")) next["tags"] = inOrder(listOf(said["tags"]), remote.tags);
  if (isTaken("variants")) next["variants"] = variantsOf({ said, config, remote }, paths);
  if (isTaken("payloads")) next["payloads"] = payloadsOf({ said, config, remote }, paths);
  if (!isTaken("groups") && !isTaken("rollout")) return next;
  return withGroups(next, config.groups, groupsOf({ said, config, remote }, paths));
}

/** The same for an experiment, apart from its flag. */
export function adoptExperiment(
  { said, config, remote }: Sides<ExperimentSettings>,
  paths: readonly string[],
): Table {
  const isTaken = (head: string): boolean => paths.some((path) => headOf(path) === head);
  return {
    ...said,
    ...(isTaken("name") && { name: remote.name }),
    ...(isTaken("hypothesis") && { hypothesis: remote.hypothesis || undefined }),
    ...(isTaken("holdout") && { holdout: remote.holdout ?? undefined }),
    ...((isTaken("metrics") || isTaken("secondary")) && {
      metrics: adoptMetrics({ said, config, remote }, paths),
    }),
  };
}

const headOf = (path: string): string => path.split(".", 1)[0] ?? "";

function variantsOf(
  { said, config, remote }: Sides<FlagSettings>,
  paths: readonly string[],
): unknown {
  const takes = (key: string, part: string): boolean =>
    paths.includes("variants") || paths.includes(`variants.${key}.${part}`);
  const written =
    said["variants"] === undefined ? config.variants.map(variantTable) : listOf(said["variants"]);
  const list = paths.includes("variants") ? remote.variants : config.variants;
  const tables = list.map((variant): Table => {
    const named = ({ key }: VariantSettings): boolean => key === variant.key;
    const [was, is] = [config.variants.find(named), remote.variants.find(named)];
    const own = written.map(tableOf).find(({ key }) => key === variant.key);
    if (own === undefined || was === undefined || is === undefined) return variantTable(variant);
    return {
      ...own,
      ...(takes(variant.key, "share") && was.share !== is.share && { share: is.share }),
      ...(takes(variant.key, "name") && was.name !== is.name && { name: is.name || undefined }),
    };
  });
  return tables.length === 0 ? undefined : tables;
}

function payloadsOf({ said, remote }: Sides<FlagSettings>, paths: readonly string[]): unknown {
  const payloads: Record<string, unknown> = { ...tableOf(said["payloads"]) };
  const isWhole = paths.includes("payloads");
  for (const key of new Set([...Object.keys(payloads), ...Object.keys(remote.payloads)]))
    if (isWhole || paths.includes(`payloads.${key}`)) payloads[key] = remote.payloads[key];
  return Object.values(payloads).some((value) => value !== undefined) ? payloads : undefined;
}

function groupsOf(
  { config, remote }: Sides<FlagSettings>,
  paths: readonly string[],
): readonly GroupSettings[] {
  if (paths.includes("groups") || paths.includes("rollout")) return remote.groups;
  return config.groups.map((group, index) => {
    const parts = Object.entries<Json>(remote.groups[index] ?? group);
    const taken = parts.filter(([part]) => paths.includes(`groups.${index}.${part}`));
    return { ...group, ...Object.fromEntries(taken) };
  });
}

function withGroups(
  said: Table,
  was: readonly GroupSettings[],
  next: readonly GroupSettings[],
): Table | undefined {
  const type = groupTypeOf(next);
  if (type === undefined) return undefined;
  const { rollout: _, ...others } = said;
  const typed = { ...others, group_type: type ?? undefined };
  const rollout = plainRollout(next);
  if (said["groups"] === undefined && rollout !== undefined) return { ...typed, rollout };
  const written = listOf(said["groups"]).map(tableOf);
  const groups = next.map((group, index) => {
    const same = [index, ...was.keys()].find((at) => isAlike(was[at], group));
    const own = written[same ?? index];
    if (own === undefined || (same === undefined && was.length !== next.length))
      return groupTable(group);
    return same === undefined ? patched(own, was[index], group) : own;
  });
  return { ...typed, groups };
}

/** Group types are said once for all groups. */
function isAlike(left: GroupSettings | undefined, right: GroupSettings): boolean {
  return (
    left !== undefined && isSame({ ...left, aggregation: null }, { ...right, aggregation: null })
  );
}

function patched(own: Table, was: GroupSettings | undefined, group: GroupSettings): Table {
  const { match, rollout, variant, description } = group;
  return {
    ...own,
    ...(!isSame(was?.match, match) && { match: matchOf(listOf(own["match"]), match) }),
    ...(was?.rollout !== rollout && { rollout }),
    ...(was?.variant !== variant && { variant: variant ?? undefined }),
    ...(was?.description !== description && { description: description || undefined }),
  };
}

/** Conditions that mean the same stay as they are written; new ones follow. */
function matchOf(written: readonly unknown[], match: GroupSettings["match"]): unknown {
  const meanings = written.map((each) => {
    const read = condition.safeParse(each);
    return read.success ? conditionSettings(read.data) : undefined;
  });
  const kept = written.filter((_, index) => match.some((each) => isSame(each, meanings[index])));
  const added = match.filter((each) => !meanings.some((meaning) => isSame(each, meaning)));
  const conditions = [...kept, ...added.map(conditionTable)];
  return conditions.length === 0 ? undefined : conditions;
}

/** A list without an order: what is there keeps its place, what is new comes last. */
function inOrder(written: readonly unknown[], wanted: readonly string[]): unknown {
  const kept = written.filter((each) => wanted.some((value) => value === each));
  return [...kept, ...wanted.filter((value) => !written.includes(value))];
}
