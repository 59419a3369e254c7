import { scanText } from "../text/scan.ts";

/** What a signal is, whatever a config calls it. */
export interface Definition {
  readonly name: string;
  /** Undefined where the buckets have no names of their own, or are open. */
  readonly buckets?: readonly string[];
  /** Lower bounds of buckets of a number. */
  readonly edges?: readonly number[];
  /** A number without an end, or a percentage. */
  readonly scale?: "open" | "percent";
  readonly unit?: string;
  /** The most that one installation adds to a bucket in a period. */
  readonly max?: number;
  /** ISO date; that day still counts. */
  readonly expires?: string;
  /** Who, why and where agreed, by the name of the field. */
  readonly metadata?: Readonly<Record<string, string | undefined>>;
}

/** What a team asks of its signals besides. */
export interface DefinitionPolicy {
  /** ISO date. */
  readonly today?: string;
  /** Fields that must say something; undefined: no field, no unit and no cap is asked for. */
  readonly require?: readonly string[];
  readonly minRatio?: number;
  /** Buckets of earlier schemas: they stay retired for ever. */
  readonly retired?: readonly string[];
}

/** The rules about definitions that one breaks, sorted (`privacy-rules.md` 2, `def.*`). */
export function judgeDefinition(definition: Definition, policy: DefinitionPolicy = {}): string[] {
  return Object.entries(CHECKS)
    .filter(([, found]) => found(definition, policy))
    .map(([rule]) => rule);
}

/** Chromium's guidance for enumerations. */
const MAX_BUCKETS = 100;
/** Glean's bound for how far ahead a signal may end. */
const MAX_DAYS = 730;

const CHECKS: Readonly<Record<string, (given: Definition, policy: DefinitionPolicy) => boolean>> = {
  "def.bad-bucketing": hasBadEdges,
  "def.bad-label": ({ name, buckets }) =>
    !isLabel(name) || (buckets !== undefined && hasBadBuckets(buckets)),
  "def.expired-signal": ({ expires }, { today }) =>
    expires !== undefined && today !== undefined && !isWithin(expires, today),
  "def.missing-metadata": lacksMetadata,
  "def.reused-label": ({ buckets = [] }, { retired = [] }) =>
    buckets.some((bucket) => retired.includes(bucket)),
  "def.too-many-buckets": ({ buckets = [], edges = [] }) =>
    Math.max(buckets.length, edges.length) > MAX_BUCKETS,
};

function hasBadEdges(
  { edges, scale = "open" }: Definition,
  { minRatio }: DefinitionPolicy,
): boolean {
  if (edges === undefined) return false;
  const widths = edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0));
  if (edges.some((edge) => Number.isNaN(edge)) || widths.some((width) => width <= 0)) return true;
  if (scale === "percent") return widths.some((width) => width < 1);
  const givesNumberBack = widths.length > 1 && widths.every((width) => width === 1);
  const tooClose =
    minRatio !== undefined &&
    edges.some((edge, at) => at >= 2 && edge < minRatio * (edges[at - 1] ?? 0));
  return givesNumberBack || tooClose;
}

function hasBadBuckets(buckets: readonly string[]): boolean {
  const folded = new Set(buckets.map(fold));
  return buckets.length === 0 || folded.size < buckets.length || !buckets.every(isLabel);
}

/** A short name in plain letters that no string rule takes for data. */
function isLabel(name: string): boolean {
  const words = name.split("_").filter((word) => word !== "");
  return /^[a-z0-9_]{1,32}$/.test(name) && words.length <= 3 && scanText(name).length === 0;
}

/** What cannot be told apart at a glance becomes equal. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_.-]/g, "")
    .replace(/0/g, "o")
    .replace(/[1l]/g, "i");
}

function isWithin(expires: string, today: string): boolean {
  return expires >= today && Date.parse(expires) - Date.parse(today) <= MAX_DAYS * 86_400_000;
}

function lacksMetadata(given: Definition, { require }: DefinitionPolicy): boolean {
  if (require === undefined) return false;
  const fields: Readonly<Record<string, string | undefined>> = {
    ...given.metadata,
    expires: given.expires,
  };
  return (
    given.max === undefined ||
    (given.edges !== undefined && !says(given.unit)) ||
    require.some((field) => !says(fields[field]))
  );
}

const says = (text: string | undefined): boolean => !/^(?:todo|tbd)?$/i.test((text ?? "").trim());
