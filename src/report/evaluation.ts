import type {
  Explanation,
  FilterExplanation,
  GroupExplanation,
  Placement,
  VariantExplanation,
} from "../evaluation/explain.ts";
import type { Outcome, Source } from "../evaluation/outcome.ts";
import type { Block, Json, Report } from "./report.ts";

/** What flags are for one person. */
export interface Evaluation {
  readonly id: string;
  /** In the order they are shown. */
  readonly flags: readonly EvaluatedFlag[];
}

export interface EvaluatedFlag {
  readonly key: string;
  readonly outcome: Outcome;
  readonly source: Source;
  /** Shown where it is given. */
  readonly explanation?: Explanation | undefined;
  /** Who was asked, in order, up to the one who decided. Shown where it is given. */
  readonly chain?: readonly ChainStep[] | undefined;
}

/** One who may decide what a flag is on this machine. */
export interface ChainStep {
  /** Such as `platform`, `override`, `cache` or `default`. */
  readonly step: string;
  readonly decides: boolean;
  readonly why: string;
}

/** What flags are, and how they came to be it. One flag alone is its bare value. */
export function reportEvaluation({ id, flags }: Evaluation): Report {
  return {
    outcome: "ok",
    data: { id, flags: Object.fromEntries(flags.map((flag) => [flag.key, toData(flag)])) },
    blocks: toBlocks(flags),
  };
}

function toData({ outcome, source, explanation, chain }: EvaluatedFlag): Json {
  const { value, reason, cause, missing, group } = outcome;
  const payload = toJson(outcome.payload);
  return {
    value,
    payload,
    reason,
    ...(cause === undefined ? {} : { cause }),
    ...(missing === undefined ? {} : { missing }),
    group,
    source,
    ...(chain !== undefined && { chain: toJson(chain) }),
    ...(explanation !== undefined && { explanation: explanationData(explanation) }),
  };
}

function explanationData({ holdout, groups }: Explanation): Json {
  return toJson({ holdout, groups });
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function toBlocks(flags: readonly EvaluatedFlag[]): Block[] {
  if (flags.some(isExplained)) return flags.flatMap(explained);
  const [only] = flags;
  if (only === undefined) return [{ block: "text", text: "No flags" }];
  if (flags.length === 1) return [{ block: "text", text: String(only.outcome.value) }];
  return [{ block: "table", ...table(flags) }];
}

function isExplained({ explanation, chain }: EvaluatedFlag): boolean {
  return explanation !== undefined || chain !== undefined;
}

function table(flags: readonly EvaluatedFlag[]): { columns: string[]; rows: string[][] } {
  const payloads = flags.some(({ outcome }) => outcome.payload !== null);
  return {
    columns: ["flag", "value", "reason", "group", "source", ...(payloads ? ["payload"] : [])],
    rows: flags.map(({ key, outcome, source }) => [
      key,
      String(outcome.value),
      reasonText(outcome),
      outcome.group === null ? "" : String(outcome.group),
      source,
      ...(payloads ? [payloadText(outcome)] : []),
    ]),
  };
}

function reasonText({ reason, cause, missing = [] }: Outcome): string {
  if (cause === undefined) return reason;
  return missing.length === 0
    ? `${reason}: ${cause}`
    : `${reason}: ${cause} (${missing.join(", ")})`;
}

function payloadText({ payload }: Outcome): string {
  return payload === null ? "" : JSON.stringify(payload);
}

function explained({ key, outcome, source, explanation, chain }: EvaluatedFlag): Block[] {
  const payload = outcome.payload === null ? [] : [`payload: ${payloadText(outcome)}`];
  return [
    { block: "heading", text: `${key}: ${String(outcome.value)}` },
    {
      block: "list",
      items: [`reason: ${reasonText(outcome)}`, `source: ${source}`, ...payload],
    },
    ...(chain === undefined ? [] : toPassageBlocks({ title: "Asked", items: chain.map(stepText) })),
    ...(explanation === undefined ? [] : passages(explanation).flatMap(toPassageBlocks)),
  ];
}

function stepText({ step, decides, why }: ChainStep): string {
  return `${step}: ${why}${decides ? ", decides" : ""}`;
}

function toPassageBlocks({ title, items }: Passage): Block[] {
  const list: Block[] = items.length === 0 ? [] : [{ block: "list", items }];
  return [{ block: "text", text: title }, ...list];
}

/** How an outcome came about, line by line; what belongs to a group is indented. */
export function explanationLines(explanation: Explanation): string[] {
  return passages(explanation).flatMap(({ title, items }) => [
    title,
    ...items.map((item) => `  ${item}`),
  ]);
}

interface Passage {
  readonly title: string;
  readonly items: readonly string[];
}

function passages({ holdout, groups, outcome }: Explanation): Passage[] {
  return [...(holdout === null ? [] : [ofHoldout(holdout, outcome)]), ...groups.map(ofGroup)];
}

function ofHoldout(holdout: NonNullable<Explanation["holdout"]>, { reason }: Outcome): Passage {
  const verdict = reason === "holdout_condition_value" ? "held out" : "not held out";
  return { title: `${holdout.value}: ${place(holdout)}: ${verdict}`, items: [] };
}

function ofGroup({ group, ruling, decided, filters, ...shares }: GroupExplanation): Passage {
  return {
    title: `Group ${group}: ${decided ? `${ruling}, decides` : ruling}`,
    items: [
      ...filters.map(filterText),
      ...(shares.rollout === null ? [] : [rolloutText(shares.rollout)]),
      ...(shares.variant === null || isRefusal(ruling) ? [] : [variantText(shares.variant)]),
    ],
  };
}

/** Whoever is not let in gets no variant, so none is shown. */
function isRefusal(ruling: GroupExplanation["ruling"]): boolean {
  return ruling === "no_condition_match" || ruling === "out_of_rollout_bound";
}

const SUBJECT = {
  person: "property",
  group: "group property",
  cohort: "cohort",
  flag: "flag",
} as const satisfies Record<FilterExplanation["type"], string>;

function filterText(filter: FilterExplanation): string {
  const { type, name, operator, match, missing } = filter;
  const lack = missing.length === 0 ? "" : ` (needs ${missing.join(", ")})`;
  return `${SUBJECT[type]} "${name}" ${operator}${askedText(filter)}: ${match}${lack}${heldText(filter)}`;
}

/** What is asked for, where that says more than the name and the operator did. */
function askedText({ type, operator, value }: FilterExplanation): string {
  if (value === null || value === operator || type === "cohort") return "";
  return ` ${shortJson(value)}`;
}

function heldText({ held, match }: FilterExplanation): string {
  return held === undefined || match === "yes" ? "" : `, it is ${shortJson(held)}`;
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

const LONGEST_VALUE = 80;

/** An excluded place is strictly above the threshold. */
function place({ hash, threshold }: Placement): string {
  return `hash ${hash} ${hash > threshold ? ">" : "<="} ${threshold}`;
}

function rolloutText(placement: Placement): string {
  return `rollout: ${place(placement)}: ${placement.hash > placement.threshold ? "out" : "in"}`;
}

function variantText({ key, hash, interval }: VariantExplanation): string {
  if (hash === null) return `variant: ${key} for the whole group`;
  if (interval === null) return `variant: none at hash ${hash}`;
  const { from, to } = interval;
  return `variant: ${key}, hash ${hash} in [${from}, ${to})`;
}
