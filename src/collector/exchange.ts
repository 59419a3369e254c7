import type { Promised } from "../privacy/release/upload-schema.ts";
import { MAX_BODY_BYTES } from "../privacy/release/upload-schema.ts";
import { type Answer, answer, later, receiptAnswer, refusal } from "./answer.ts";
import { readBody } from "./body.ts";
import { createBudget } from "./budget.ts";
import { calendarOf } from "./calendar.ts";
import { createQueue } from "./queue.ts";
import type { Ledger } from "./ledger.ts";
import { readPeriod } from "./reading.ts";
import type { CollectorStore } from "./store.ts";
import { type Sent, take, type Taken } from "./taking.ts";
import { AHEAD, readUpload, schemasOf } from "./upload.ts";
import { keepUp, tellPeriod } from "./upkeep.ts";

export interface CollectorOptions {
  /** What may be counted; what `parseConfig` returns fits. */
  readonly config: Promised & { readonly privacy: { readonly minCount: number } };
  readonly store: CollectorStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly limits?: Partial<CollectorLimits>;
  /** Hears of everything that is refused, by rule: many of one mean that client and server disagree. */
  readonly onRefused?: (rule: string, count: number) => void;
}

export interface CollectorLimits {
  /** All clients together: who a request is from is not asked. */
  readonly requestsPerMinute: number;
  /** A row is one cell of one period and one combination of dimensions. */
  readonly rowsPerDay: number;
  /** How late a batch may come. Its receipt is kept as long. */
  readonly acceptDays: number;
  /** How long counts are kept. */
  readonly keepDays: number;
}

const LIMITS: CollectorLimits = {
  requestsPerMinute: 300_000,
  rowsPerDay: 50_000,
  acceptDays: 60,
  keepDays: 400,
};

/** How long a client waits, in seconds, after a fault and for a server that knows its schema. */
const WAIT = { fault: 60, busy: 1, ahead: 3_600 };

/** A request as far as a collector reads it: a server need not make a `Request` of each. */
export interface Asked {
  readonly method: string;
  /** Of which only the query is read. */
  readonly url: string;
  readonly header: (name: string) => string | null | undefined;
  /** Null where there is none. It may be left before its end. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Answers what was asked. Never rejects: a store that fails is a 503. */
export type Exchange = (asked: Asked) => Promise<Answer>;

/** What `createCollector` does, without the web's `Request` and `Response`. */
export function createExchange(options: CollectorOptions): Exchange {
  const { config, store, now, onRefused } = options;
  const { requestsPerMinute, rowsPerDay, acceptDays, keepDays } = { ...LIMITS, ...options.limits };
  const { period: unit, dimensions } = config.metrics;
  const { minCount } = config.privacy;
  const schemas = schemasOf(config);
  const budget = createBudget({ requestsPerMinute, rowsPerDay }, now);
  const calendar = calendarOf(now);
  const upkeep = {
    isClosed: (period: string) => calendar.isOver(period, acceptDays),
    isOld: (period: string) => calendar.isOver(period, keepDays),
    dimensions,
    minCount,
  };
  let keptUpOn = "";

  async function transact<T>(deed: (ledger: Ledger) => Promise<T>): Promise<T> {
    const today = calendar.at(0, "day");
    const result = await store.transact(async (ledger) => {
      if (keptUpOn !== today) await keepUp(ledger, upkeep);
      return deed(ledger);
    });
    keptUpOn = today;
    return result;
  }

  const queue = createQueue<Sent, Taken>(async (next) =>
    transact(async (ledger) => take(next(), ledger, { minCount, newRows: budget.rows })),
  );

  async function post({ header, body }: Asked): Promise<Answer> {
    const id = header("idempotency-key") ?? "";
    if (!/^[\x21-\x7E]{1,128}$/.test(id)) return refusal(400, "idempotency-key");
    if (typeof header("content-encoding") === "string") return refusal(415, "content-encoding");
    const read = await readBody(body, MAX_BODY_BYTES);
    if (read === "too-large") return refusal(413, "out.size-cap");
    const value = read === "malformed" ? undefined : parseJson(read.text);
    const window = { first: calendar.at(-acceptDays, unit), last: calendar.at(1, unit) };
    const upload =
      value === undefined ? { rule: "out.non-canonical" } : readUpload(value, schemas, window);
    const taken = await queue.add({ id, upload });
    return taken === undefined ? later(503, "too many at once", WAIT.busy) : said(taken);
  }

  function said(taken: Taken): Answer {
    if ("waitSeconds" in taken) return later(429, "too many rows", taken.waitSeconds);
    if ("rule" in taken) {
      onRefused?.(taken.rule, 1);
      if (taken.rule !== AHEAD) return refusal(400, taken.rule);
      return refusal(503, AHEAD, { "retry-after": String(WAIT.ahead) });
    }
    for (const [rule, count] of Object.entries(taken.receipt.refused)) onRefused?.(rule, count);
    return receiptAnswer(taken.receipt);
  }

  async function get(url: string): Promise<Answer> {
    const [, query = ""] = url.split("?", 2);
    const asked = new URLSearchParams(query);
    const by = asked.get("by")?.split(",") ?? [];
    if (!by.every((name) => dimensions.includes(name)))
      return answer(400, { detail: "by takes declared dimensions, separated by commas" });
    const periods = await transact(async (ledger) => {
      const over = (await ledger.periods()).filter((period) => calendar.isOver(period, 0));
      const wanted = over.filter((period) => (asked.get("period") ?? period) === period);
      return inOrder(wanted, async (period) => {
        await tellPeriod(period, ledger, upkeep);
        return readPeriod(period, await ledger.cells(period), by);
      });
    });
    return answer(200, { min_count: minCount, periods });
  }

  return async (asked) => {
    const { method, url } = asked;
    if (!["GET", "HEAD", "POST"].includes(method))
      return answer(405, { detail: "method not allowed" }, { allow: "GET, HEAD, POST" });
    const waitSeconds = budget.request();
    if (waitSeconds !== undefined) return later(429, "too many requests", waitSeconds);
    try {
      return await (method === "POST" ? post(asked) : get(url));
    } catch {
      // What failed may name a file or a value: the client needs neither.
      return later(503, "storage unavailable", WAIT.fault);
    }
  };
}

async function inOrder<T, U>(
  items: readonly T[],
  each: (item: T) => Promise<readonly U[]>,
): Promise<readonly U[]> {
  const all: U[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const item of items) all.push(...(await each(item)));
  return all;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
