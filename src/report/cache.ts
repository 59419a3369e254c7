import type { Freshness } from "../evaluation/snapshot.ts";
import type { Block, Json, Report } from "./report.ts";

/** What a cache file is found to hold. */
export interface CacheView {
  readonly state: "ok" | "absent" | "empty" | "unreadable";
  readonly freshness: Freshness;
  /** A flag's value for the person asked about, or for everybody; null when it depends on them. */
  readonly values: ReadonlyMap<string, boolean | string | null>;
  /** What the person here chose instead, where that counts. */
  readonly overrides: ReadonlyMap<string, boolean | string>;
  readonly path: string;
  /** Where the definitions came from; undefined when none can be read. */
  readonly origin:
    | {
        /** Undefined for what an application kept: it asks one PostHog alone. */
        readonly host: string | undefined;
        /** Epoch milliseconds. */
        readonly fetchedAt: number;
        readonly ageMs: number;
      }
    | undefined;
}

/** `cache show`: what an application would know without a network. */
export function reportCache(view: CacheView): Report {
  const { state, freshness, path, origin } = view;
  const rows = rowsOf(view);
  return {
    outcome: "ok",
    data: {
      state,
      freshness,
      keys: Object.fromEntries(
        rows.map(({ key, value, override }): [string, Json] => [
          key,
          { value, source: "cache", ...(override === undefined ? {} : { override }) },
        ]),
      ),
    },
    meta: {
      path,
      host: origin?.host ?? null,
      fetchedAt: origin === undefined ? null : new Date(origin.fetchedAt).toISOString(),
      ageSeconds: origin === undefined ? null : Math.round(origin.ageMs / 1000),
    },
    blocks: [{ block: "list", items: summary(view) }, ...(rows.length === 0 ? [] : [table(rows)])],
  };
}

interface Row {
  readonly key: string;
  readonly value: boolean | string | null;
  readonly override: boolean | string | undefined;
}

/** An override of what is not cached is shown, too: it is what counts. */
function rowsOf({ values, overrides }: CacheView): Row[] {
  const keys = [...values.keys(), ...[...overrides.keys()].filter((key) => !values.has(key))];
  return keys.map((key) => ({
    key,
    value: values.get(key) ?? null,
    override: overrides.get(key),
  }));
}

function table(rows: readonly Row[]): Block {
  const overridden = rows.some(({ override }) => override !== undefined);
  return {
    block: "table",
    columns: ["flag", "value", "source", ...(overridden ? ["override"] : [])],
    rows: rows.map(({ key, value, override }) => [
      key,
      String(value ?? "depends"),
      "cache",
      ...(overridden ? [String(override ?? "")] : []),
    ]),
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
      : [
          `age: ${ageText(origin.ageMs)}, ${freshness}`,
          `from: ${origin.host ?? "an application on this machine"}`,
        ];
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
