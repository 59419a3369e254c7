import type { Freshness } from "../evaluation/snapshot.ts";
import type { Json, Report } from "./report.ts";

/** What a cache file is found to hold. */
export interface CacheView {
  readonly state: "ok" | "absent" | "empty" | "unreadable";
  readonly freshness: Freshness;
  /** A flag's value for the person asked about, or for everybody; null when it depends on them. */
  readonly values: ReadonlyMap<string, boolean | string | null>;
  readonly path: string;
  /** Where the definitions came from; undefined when none can be read. */
  readonly origin:
    | {
        readonly host: string;
        /** Epoch milliseconds. */
        readonly fetchedAt: number;
        readonly ageMs: number;
      }
    | undefined;
}

/** `cache show`: what an application would know without a network. */
export function reportCache(view: CacheView): Report {
  const { state, freshness, values, path, origin } = view;
  const keys = [...values].map(([key, value]): [string, Json] => [key, { value, source: "cache" }]);
  return {
    outcome: "ok",
    data: { state, freshness, keys: Object.fromEntries(keys) },
    meta: {
      path,
      host: origin?.host ?? null,
      fetchedAt: origin === undefined ? null : new Date(origin.fetchedAt).toISOString(),
      ageSeconds: origin === undefined ? null : Math.round(origin.ageMs / 1000),
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

function summary({ state, freshness, path, origin }: CacheView): string[] {
  const known =
    origin === undefined
      ? []
      : [`age: ${ageText(origin.ageMs)}, ${freshness}`, `from: ${origin.host}`];
  return [`state: ${STATES[state]}`, ...known, `path: ${path}`];
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
