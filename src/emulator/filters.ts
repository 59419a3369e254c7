import { isRecord } from "../evaluation/record.ts";
import { checkReferences } from "./filter-references.ts";
import { filterRules } from "./filter-rules.ts";
import { filtersShape } from "./filters-shape.ts";
import { parseJson } from "./parse-json.ts";
import { invalid } from "./refusal.ts";
import { Misfit, type Path } from "./shape.ts";
import type { Filters, FlagRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** The flag whose filters are read: a new one has no id yet. */
export type Owner = Pick<FlagRow, "team_id" | "key"> & { readonly id?: number };

/**
 * Reads the `filters` of a request: shape first, then what its parts say about each other, then
 * what they say about other rows. Throws 400 with the codes of `posthog-api.md` 2.5.
 *
 * The top-level keys are merged over the stored filters, each replaced whole (2.4).
 */
export function parseFilters(
  raw: unknown,
  stored: Filters,
  { state, owner }: { readonly state: State; readonly owner: Owner },
): Filters {
  if (!isRecord(raw))
    throw invalid("Invalid data. Expected a dictionary, but got another type.", "filters");
  if (Object.hasOwn(raw, "version"))
    throw invalid("version is reserved.", "filters", "reserved_config_version");
  const merged = withAggregation({ ...stored, ...shaped(encoded(raw)) });
  for (const rule of filterRules) {
    const broken = rule(merged);
    if (broken !== undefined) throw invalid(broken.detail, "filters", broken.code);
  }
  checkReferences(merged, state, owner);
  return merged;
}

/** Payloads are kept as JSON text; any other JSON value is encoded for the client. */
function encoded(raw: JsonRecord): JsonRecord {
  const payloads = raw["payloads"];
  if (payloads === undefined || payloads === null) return raw;
  if (!isRecord(payloads)) throw invalid("Payloads must be passed as a dictionary", "filters");
  const entries = Object.entries(payloads).map(([key, payload]) => {
    if (typeof payload !== "string") return [key, JSON.stringify(payload)];
    if (!isJson(payload)) throw invalid(`Payload for key '${key}' is not valid JSON.`, "filters");
    return [key, payload];
  });
  return { ...raw, payloads: Object.fromEntries(entries) };
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function shaped(raw: JsonRecord): Filters {
  try {
    return filtersShape(raw, []);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const code = `structural.${pattern(error.path)}.${error.code}`;
    throw invalid(`${place(error.path)}: ${error.message}`, "filters", code);
  }
}

/** `groups[0].rollout_percentage` */
function place(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}

/** `groups[].rollout_percentage`: the same place in every flag. */
const pattern = (path: Path): string => place(path).replaceAll(/\[\d+\]/g, "[]");

/**
 * The flag-level group type is copied into the groups that have none of their own, and then says
 * what all groups have in common: null when they differ.
 */
function withAggregation(filters: Filters): Filters {
  const groups = filters.groups ?? [];
  const flagLevel = filters.aggregation_group_type_index ?? null;
  const isSpoken =
    flagLevel !== null || groups.some((group) => "aggregation_group_type_index" in group);
  if (!isSpoken || groups.length === 0) return filters;
  const own = groups.map((group) => ({ aggregation_group_type_index: flagLevel, ...group }));
  const indexes = new Set(own.map((group) => group.aggregation_group_type_index ?? null));
  const common = indexes.size === 1 ? ([...indexes][0] ?? null) : null;
  return { ...filters, groups: own, aggregation_group_type_index: common };
}
