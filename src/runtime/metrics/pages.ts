import type { JournalFolder } from "../../disk/journal-folder.ts";
import { type Counts, merge } from "../../metrics/tally.ts";
import { MAX_COUNT } from "../../privacy/release/upload-schema.ts";
import { type Batch, batchId, batchLine } from "./batch.ts";
import { fileName } from "./batch-file.ts";
import { type Counting, subtract } from "./counting.ts";

/** The open batches of this process, one for each period that is counted. */
export interface Pages {
  /** Writes all that is counted to the disk. Throws `config`; then everything is still counted. */
  readonly keep: (grant: Grant) => Promise<void>;
  /** Seals the open batches, so that they can be sent; right after `keep`, which knows what they hold. */
  readonly seal: () => Promise<void>;
  /** Lets go of all, as when their files were removed. */
  readonly forget: () => void;
}

/** Under which grant is counted, and what was agreed to. */
export type Grant = Pick<Batch, "grant" | "policy">;

interface Page {
  readonly id: string;
  readonly name: string;
  /** What its file is known to hold. */
  kept: Counts;
  /** What a write that failed may have added: the next write begins with just that. */
  attempt: Counts | undefined;
  lines: number;
}

/** A file of so many lines is written anew with its last one. */
const MAX_LINES = 200;

/**
 * Each write adds a line with the whole batch, and the last whole line holds. So a write may be
 * cut off, or be made again after it failed, and nothing is lost or counted twice.
 */
export function createPages(
  counting: Counting,
  ports: {
    readonly folder: JournalFolder;
    readonly me: string;
    readonly chance: () => string;
    readonly describe: (period: string, counts: Counts, grant: Grant) => Batch;
  },
): Pages {
  const { folder, me, chance, describe } = ports;
  const pages = new Map<string, Page>();

  function pageOf(period: string, { grant }: Grant): Page {
    const held = pages.get(period);
    if (held !== undefined) return held;
    const id = batchId(grant, period, chance());
    const name = fileName({ state: "open", id, owner: me });
    const page = { id, name, kept: new Map(), attempt: undefined, lines: 0 };
    pages.set(period, page);
    return page;
  }

  async function keepPeriod(period: string, grant: Grant): Promise<void> {
    // What comes in the meantime is for the next time: a busy application must not keep this going.
    let left = counting.counts(period);
    while (left.size > 0) {
      const page = pageOf(period, grant);
      const part = page.attempt ?? within(left, MAX_COUNT);
      const all = merge([page.kept, part]);
      if (page.attempt === undefined && within(all, MAX_COUNT) !== all) {
        // oxlint-disable-next-line no-await-in-loop -- a full batch makes room for the next
        await sealPage(period, page);
        continue;
      }
      // What a failed write left must not become the beginning of a line: then all is written anew.
      const isAnew = page.attempt !== undefined || page.lines >= MAX_LINES;
      page.attempt = part;
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      const isKept = await write(page, batchLine(describe(period, all, grant)), isAnew);
      if (isKept) {
        page.kept = all;
        page.attempt = undefined;
        counting.settle(period, part);
        left = subtract(left, part);
      } else pages.delete(period);
    }
  }

  /** False when another process has taken the file over: it will send what was in it. */
  async function write(page: Page, line: string, isAnew: boolean): Promise<boolean> {
    const isNew = page.kept.size === 0;
    if (!isAnew) {
      page.lines += 1;
      return folder.append(page.name, line, isNew ? "new" : "existing");
    }
    if (!isNew && (await folder.read(page.name)) === undefined) return false;
    await folder.replace(page.name, line);
    page.lines = 1;
    return true;
  }

  async function sealPage(period: string, { id, name }: Page): Promise<void> {
    await folder.rename(name, fileName({ state: "sealed", id }));
    pages.delete(period);
  }

  return {
    keep: async (grant) => {
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      for (const period of counting.periods()) await keepPeriod(period, grant);
    },
    seal: async () => {
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const [period, page] of pages) await sealPage(period, page);
    },
    forget: () => pages.clear(),
  };
}

/** The same counts where no cell is above the limit, else with those cells cut to it. */
function within(counts: Counts, limit: number): Counts {
  const fits = [...counts.values()].every((row) => [...row.values()].every((n) => n <= limit));
  if (fits) return counts;
  return new Map(
    [...counts].map(([signal, row]) => [
      signal,
      new Map([...row].map(([bucket, times]) => [bucket, Math.min(times, limit)])),
    ]),
  );
}
