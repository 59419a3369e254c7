import { freshness } from "../evaluation/snapshot.ts";
import type { Source } from "../evaluation/outcome.ts";
import { momentText } from "./moment.ts";
import type { Block, Json, Report } from "./report.ts";

export type CacheState = "ok" | "absent" | "empty" | "unreadable";

/** Whether an entry of a cache may be used, or why it is not. */
export type Integrity = "ok" | "undeclared-key" | "undeclared-variant" | "future";

/** Past `freshMs` an entry is asked for again; past `usableMs` it is not used any more. */
interface Terms {
  readonly freshMs: number;
  readonly usableMs: number;
}

/** What a cache file is found to hold. */
export interface CacheView {
  readonly state: CacheState;
  readonly keys: readonly KeyView[];
  readonly path: string;
  /** Undefined for what an application kept: it asks one PostHog alone. */
  readonly host: string | undefined;
  /** Of the oldest entry, in epoch milliseconds; undefined when none can be read. */
  readonly fetchedAt: number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly terms: Terms;
}

export interface KeyView {
  readonly key: string;
  /** For the person asked about, or for everybody; null when it depends on them, or is not known. */
  readonly value: boolean | string | null;
  /** Epoch milliseconds; undefined for a key that is not kept. */
  readonly fetchedAt: number | undefined;
  readonly integrity: Integrity | undefined;
  /** What the person here chose instead, where that counts. */
  readonly override: boolean | string | undefined;
  /** Who decides on this machine. */
  readonly wins: Source;
}

/** `cache show`: what an application would know without a network. */
export function reportCache(view: CacheView): Report {
  const { state, keys, path, host, fetchedAt, now, terms } = view;
  return {
    outcome: "ok",
    data: {
      state,
      freshness: fetchedAt === undefined ? "expired" : freshness(fetchedAt, now, terms),
      keys: Object.fromEntries(
        keys.map((each): [string, Json] => [
          each.key,
          {
            value: each.value,
            source: sourceOf(each),
            ...(each.override !== undefined && { override: each.override }),
          },
        ]),
      ),
    },
    meta: {
      path,
      host: host ?? null,
      fetchedAt: fetchedAt === undefined ? null : momentText(fetchedAt),
      ageSeconds: fetchedAt === undefined ? null : Math.round((now - fetchedAt) / 1000),
      keys: Object.fromEntries(keys.map((key): [string, Json] => [key.key, metaOf(key, view)])),
    },
    blocks: [{ block: "list", items: summary(view) }, ...(keys.length === 0 ? [] : [table(view)])],
  };
}

/** Where the value stands; what is not kept has none, and whoever decides is its source. */
function sourceOf({ fetchedAt, wins }: KeyView): Source {
  return fetchedAt === undefined ? wins : "cache";
}

/** How old a key is, until when it is used, whether it may be, and who decides instead. */
function metaOf({ fetchedAt, integrity, wins }: KeyView, { now, terms }: CacheView): Json {
  if (fetchedAt === undefined || integrity === undefined) return { wins };
  return {
    fetchedAt: momentText(fetchedAt),
    ageSeconds: Math.round((now - fetchedAt) / 1000),
    refreshAt: momentText(fetchedAt + terms.freshMs),
    expiresAt: momentText(fetchedAt + terms.usableMs),
    freshness: freshness(fetchedAt, now, terms),
    integrity,
    wins,
  };
}

function table({ keys, now, terms, host }: CacheView): Block {
  // Definitions may ask who it is; an answer that is none says that PostHog does not know the key.
  const none = host === undefined ? "not known" : "depends";
  return {
    block: "table",
    columns: ["flag", "value", "source", "override", "age", "until", "integrity", "wins"],
    rows: keys.map(({ key, value, fetchedAt, integrity, override, wins }) => [
      key,
      fetchedAt === undefined ? "" : String(value ?? none),
      fetchedAt === undefined ? "" : "cache",
      String(override ?? ""),
      fetchedAt === undefined ? "" : ageText(now - fetchedAt),
      fetchedAt === undefined ? "" : momentText(fetchedAt + terms.usableMs),
      integrity ?? "",
      wins,
    ]),
  };
}

const STATES: Readonly<Record<CacheState, string>> = {
  ok: "readable",
  absent: "absent: run assay cache refresh",
  empty: "empty: the file is there and nothing is in it; run assay cache refresh",
  unreadable: "unreadable: damaged, or of another version; run assay cache refresh or cache clear",
};

function summary({ state, fetchedAt, now, terms, path, host }: CacheView): string[] {
  const known =
    fetchedAt === undefined
      ? []
      : [
          `age: ${ageText(now - fetchedAt)}, ${freshness(fetchedAt, now, terms)}`,
          `from: ${host ?? "an application on this machine"}`,
        ];
  return [`state: ${STATES[state]}`, ...known, `path: ${path}`];
}

/** An age that a person reads at a glance. */
function ageText(ageMs: number): string {
  if (ageMs < 0) return "in the future: a clock was wrong";
  const seconds = Math.round(ageMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
