import type { Freshness } from "../evaluation/snapshot.ts";
import type { Json, Report } from "./report.ts";

/** What a cache file is found to hold. */
export interface CacheView {
  readonly state: "ok" | "absent" | "empty" | "unreadable";
  readonly freshness: Freshness;
  /** A flag's value for the person asked about, or for everybody; null when it depends on them. */
  readonly values: ReadonlyMap<string, boolean | string | null>;
  readonly path: string;
  readonly host: string | undefined;
  /** Epoch milliseconds. */
  readonly fetchedAt: number | undefined;
  readonly ageMs: number | undefined;
}

/** `cache show`: what an application would know without a network. */
export function reportCache(view: CacheView): Report {
  const { state, freshness, values, path, host, fetchedAt, ageMs } = view;
  const keys = [...values].map(([key, value]): [string, Json] => [key, { value, source: "cache" }]);
  return {
    outcome: "ok",
    data: { state, freshness, keys: Object.fromEntries(keys) },
    meta: {
      path,
      host: host ?? null,
      fetchedAt: fetchedAt === undefined ? null : new Date(fetchedAt).toISOString(),
      ageSeconds: ageMs === undefined ? null : Math.round(ageMs / 1000),
    },
    blocks: [
      { block: "list", items: summary(view) },
      ...(values.size === 0
        ? []
        : [
            {
              block: "table" as const,
              columns: ["flag", "value", "source"],
              rows: [...values].map(([key, value]) => [key, String(value ?? "depends"), "cache"]),
            },
          ]),
    ],
  };
}

const STATES: Readonly<Record<CacheView["state"], string>> = {
  ok: "readable",
  absent: "absent: run assay cache refresh",
  empty: "empty: the file is there and nothing is in it; run assay cache refresh",
  unreadable: "unreadable: damaged, or of another version; run assay cache refresh or cache clear",
};

function summary({ state, freshness, path, host, ageMs }: CacheView): string[] {
  const age = ageMs === undefined ? [] : [`age: ${ageText(ageMs)}, ${freshness}`];
  return [
    `state: ${STATES[state]}`,
    ...age,
    ...(host === undefined ? [] : [`from: ${host}`]),
    `path: ${path}`,
  ];
}

function ageText(ageMs: number): string {
  if (ageMs < 0) return "in the future: a clock was wrong";
  const seconds = Math.round(ageMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
