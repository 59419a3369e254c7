import { createCollector } from "../../../src/collector/collector.ts";
import { memoryStore } from "../../../src/collector/store.ts";
import type { Config } from "../../../src/config/config.ts";
import { fileJournalFolder, type JournalFolder } from "../../../src/disk/journal-folder.ts";
import { OpsError } from "../../../src/errors.ts";
import { type Answer, sendTo } from "../../../src/runtime/metrics/answer.ts";
import type { Consent } from "../../../src/runtime/metrics/consent.ts";
import { type Counters, openCounters } from "../../../src/runtime/metrics/counters.ts";
import { keptCells } from "../../collector/kept.ts";
import { folder } from "../../disk/folder.ts";
import { metricsConfig } from "./config.ts";

/** A machine with a real folder and a real collector behind `fetch`. */
export interface Laptop {
  readonly files: JournalFolder;
  /** Another process of the application; `version` counts, and a grant of the day before is there. */
  readonly open: (options?: { config?: Config; version?: string }) => Promise<Counters>;
  readonly decide: (decision: Consent["decision"]) => Promise<void>;
  /** Processes that have ended, by the order of their opening. */
  readonly end: (counters: Counters) => void;
  readonly clock: { now: number };
  /** While it is full, records cannot be replaced; files can still be removed. */
  readonly disk: { isFull: boolean };
  /** What the network does instead of asking the collector. */
  readonly network: { answer: (() => Response) | undefined };
  readonly requests: { readonly id: string; readonly body: string; readonly answer: Answer }[];
  /** What the collector holds: `signal bucket version period` and the count. */
  readonly counted: () => Promise<Readonly<Record<string, number>>>;
}

export const DAY_MS = 86_400_000;

export async function laptop({
  granted = true,
  config = metricsConfig(),
}: { granted?: boolean; config?: Config } = {}): Promise<Laptop> {
  const files = fileJournalFolder(await folder());
  const disk = { isFull: false };
  const guarded: JournalFolder = {
    ...files,
    replace: async (name, text) => {
      if (disk.isFull) throw new OpsError("config", "Cannot write: ENOSPC");
      return files.replace(name, text);
    },
  };
  const clock = { now: Date.parse("2026-11-18T12:00:00Z") };
  const network: Laptop["network"] = { answer: undefined };
  const requests: Laptop["requests"] = [];
  const store = memoryStore();
  const collect = createCollector({ config, store, now: () => clock.now });
  const ended = new Set<string>();
  const names = new Map<Counters, string>();
  let chance = 0;

  const fetch: typeof globalThis.fetch = async (input, init) =>
    network.answer?.() ?? collect(new Request(input, { ...init, signal: null }));
  const { signal } = new AbortController();
  const send = sendTo("https://metrics.example.com/v1/metrics", {
    fetch,
    timeoutMs: 1_000,
    signal,
  });

  async function open({ config: own = config, version = "1.4.0" } = {}): Promise<Counters> {
    const me = `here-${names.size}-0`;
    const counters = await openCounters(
      own,
      { version, dimensions: { os: "linux", version } },
      {
        folder: guarded,
        owners: { me, isGone: (owner) => ended.has(owner) },
        send: async (batch) => {
          const answer = await send(batch);
          requests.push({ ...batch, answer });
          return answer;
        },
        now: () => clock.now,
        chance: () => (chance += 1).toString(16).padStart(32, "0"),
      },
    );
    names.set(counters, me);
    return counters;
  }

  const decide = async (decision: Consent["decision"]): Promise<void> =>
    (await open()).decide(decision);
  if (granted) await decide("granted");
  clock.now += DAY_MS;
  return {
    files,
    open,
    decide,
    clock,
    disk,
    network,
    requests,
    end: (counters) => void ended.add(names.get(counters) ?? ""),
    counted: async () => {
      const counted: Record<string, number> = {};
      for (const cell of await keptCells(store)) {
        const { version }: { version: string } = JSON.parse(cell.dimensions);
        const key = [cell.signal, cell.bucket, version, cell.period].join(" ");
        counted[key] = (counted[key] ?? 0) + cell.count;
      }
      return counted;
    },
  };
}

export const TURN = { kind: "turn_done" };

/** The names of the files by what they are, consent aside. */
export async function states(files: JournalFolder): Promise<readonly string[]> {
  const entries = await files.list();
  return entries.flatMap(({ name }) => /\.(open|sealed|refused)$/.exec(name)?.[1] ?? []);
}
