import type { JournalFolder } from "../../disk/journal-folder.ts";
import type { JournalOwners } from "../../disk/journal-owner.ts";
import type { Promised } from "../../privacy/release/upload-schema.ts";
import type { Catalogue } from "../../event/catalogue.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { Send } from "./answer.ts";
import { countsOf } from "./batch.ts";
import type { Consent, Withheld } from "./consent.ts";
import { createCounting } from "./counting.ts";
import { added, flush, type Flushed } from "./flush.ts";
import { createPages } from "./pages.ts";
import { createStanding } from "./standing.ts";
import { adopt, removeAll, tidy } from "./waiting.ts";

/** What counters need of the config. */
export interface CountersConfig extends Promised {
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
}

/** What counters need of the world. */
export interface CountersPorts {
  readonly folder: JournalFolder;
  readonly owners: JournalOwners;
  readonly send: Send;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 32 hexadecimal digits that nobody can guess. */
  readonly chance: () => string;
}

/** The counters of one process. Every deed but `observe` may throw `config` when the disk fails. */
export interface Counters {
  /** Counts an event in memory. */
  readonly observe: (event: unknown) => void;
  /** Whether there is something that is not on the disk. */
  readonly hasNews: () => boolean;
  /** Writes what is counted to the disk: from then on it outlives the process. */
  readonly keep: () => Promise<void>;
  /** As `keep`; and from then on any process may send it. */
  readonly seal: () => Promise<void>;
  /** Sends what was left by this process and by those that ended, then what is counted now. */
  readonly flush: () => Promise<Flushed>;
  /** Records a decision. A refusal removes all that is pending before it resolves. */
  readonly decide: (decision: Consent["decision"]) => Promise<void>;
  /** Why nothing is counted for want of consent; undefined where there is consent. */
  readonly withheld: () => Withheld | undefined;
}

/**
 * Opens the counters of one process over a folder that all of them share.
 *
 * @param identity the version that counts and the values of the declared dimensions
 */
export async function openCounters(
  config: CountersConfig,
  identity: {
    readonly version: string;
    readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  },
  ports: CountersPorts,
): Promise<Counters> {
  const { folder, owners, send, now, chance } = ports;
  const { metrics } = config;
  const counting = createCounting(config, now);
  const pages = createPages(counting, {
    folder,
    me: owners.me,
    chance,
    describe: (period, counts, { grant, policy }) => ({
      grant,
      policy,
      version: identity.version,
      payload: {
        ...identity.dimensions,
        counts: countsOf(counts),
        period,
        schema: metrics.schema,
      },
    }),
  });
  const inTurn = turns();
  const standing = createStanding({ folder, policy: metrics.policy, now, chance });
  let grant = (await standing.look())?.grant;

  /** Looks at what was decided, here or in another process, and obeys. */
  async function leave(): Promise<Consent | undefined> {
    const given = await standing.look();
    if (given === undefined || given.grant !== grant) forget();
    grant = given?.grant;
    const why = standing.withheld();
    // Of an older promise is kept what was counted under it, until there is an answer.
    if (why !== undefined && why !== "policy-changed") await removeAll(folder);
    return given;
  }

  function forget(): void {
    counting.discard();
    pages.forget();
  }

  async function keep(): Promise<void> {
    const given = await leave();
    if (given === undefined) return;
    await pages.keep(given);
    // Whoever said no while this was written must not find it there.
    await leave();
  }

  async function seal(): Promise<void> {
    await keep();
    await pages.seal();
  }

  const sending = { folder, send, config, now, grant: async () => (await inTurn(leave))?.grant };

  async function flushAll(): Promise<Flushed> {
    await inTurn(async () => {
      await keep();
      await adopt(folder, owners);
      await tidy(folder, now());
    });
    const first = await flush(sending);
    // While nobody answers, one batch goes on rather than many pile up.
    if (first.isCutShort) return first;
    await inTurn(seal);
    const second = await flush(sending);
    // What is kept was seen both times.
    return { ...added(first, second), kept: second.kept };
  }

  const oneFlush = single(flushAll);
  return {
    observe: (event) => {
      if (now() >= standing.from()) counting.observe(event);
    },
    hasNews: () => counting.periods().length > 0,
    keep: async () => inTurn(keep),
    seal: async () => inTurn(seal),
    flush: oneFlush,
    decide: async (decision) =>
      inTurn(async () => {
        try {
          // First, because a full disk that takes no record of it still lets go of files.
          if (decision === "denied") {
            forget();
            await removeAll(folder);
          }
        } finally {
          await standing.decide(decision);
        }
        await leave();
      }),
    withheld: standing.withheld,
  };
}

/** Runs deeds one after the other, whether or not they fail. */
function turns(): <T>(deed: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (deed) => {
    const turn = last.then(deed);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Who asks while it runs gets the same answer. */
function single<T>(deed: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return async () => {
    running ??= deed().finally(() => (running = undefined));
    return running;
  };
}
