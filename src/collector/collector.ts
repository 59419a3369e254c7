import { canonicalText } from "../privacy/release/canonical.ts";
import { periodOf } from "../privacy/release/period.ts";
import { type Promised, uploadSchema } from "../privacy/release/upload-schema.ts";
import { readBody } from "./body.ts";
import { createBudget } from "./budget.ts";
import type { KeptCell, Receipt } from "./entry.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { readPeriods } from "./reading.ts";
import type { CollectorStore } from "./store.ts";
import { readUpload, type Upload } from "./upload.ts";

export interface CollectorOptions {
  /** What may be counted; what `parseConfig` returns fits. */
  readonly config: Promised & { readonly privacy: { readonly minCount: number } };
  readonly store: CollectorStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly limits?: Partial<CollectorLimits>;
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
  requestsPerMinute: 1_000,
  rowsPerDay: 50_000,
  acceptDays: 60,
  keepDays: 400,
};

/** Answers a request. Never rejects: a store that fails is a 503. */
export type Collector = (request: Request) => Promise<Response>;

/**
 * The counters' server, as a web-standard handler.
 *
 * - `POST` takes a batch under its `Idempotency-Key`: 202 and `{"accepted":n,"refused":{WHY:n}}`,
 *   cell by cell, and the same answer whenever it comes again. A body that is wrong as a whole is
 *   400 in the same shape, 413 too long, 429 too many, 503 not kept.
 * - `GET` tells the counts of periods that are over, as far as they may be told.
 */
export function createCollector({ config, store, now, limits }: CollectorOptions): Collector {
  const { requestsPerMinute, rowsPerDay, acceptDays, keepDays } = { ...LIMITS, ...limits };
  const schema = uploadSchema(config);
  const budget = createBudget({ requestsPerMinute, rowsPerDay }, now);
  const { minCount } = config.privacy;
  const periodAt = (days: number): string => {
    const at = new Date(now() + days * DAY_MS).toISOString().slice(0, 10);
    return periodOf(at, schema.period);
  };
  const retention = {
    receiptsFrom: () => periodAt(-acceptDays),
    cellsFrom: () => periodAt(-keepDays),
  };
  let opened: Promise<Ledger> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, so that an id is looked up and kept in one piece. */
  async function inTurn<T>(deed: (ledger: Ledger) => Promise<T>): Promise<T> {
    const turn = last.then(async () => {
      opened ??= openLedger(store, retention, minCount);
      // A store that could not be opened is tried again.
      const ledger = await opened.catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return deed(ledger);
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  async function post(request: Request): Promise<Response> {
    const id = request.headers.get("idempotency-key") ?? "";
    if (!/^[\x21-\x7E]{1,128}$/.test(id)) return refusal(400, "idempotency-key");
    const body = await readBody(request, schema.maxBytes ?? Infinity);
    if (body === "too-large") return refusal(413, "out.size-cap");
    if (body === "malformed") return refusal(400, "out.non-canonical");
    return inTurn(async (ledger) => {
      const known = ledger.receipt(id);
      if (known !== undefined) return receiptAnswer(known);
      const value = parseJson(body.text);
      if (value === undefined) return refusal(400, "out.non-canonical");
      const upload = readUpload(value, schema, { first: periodAt(-acceptDays), last: periodAt(1) });
      if ("rule" in upload) return refusal(400, upload.rule);
      return take(ledger, upload, id);
    });
  }

  async function take(ledger: Ledger, upload: Upload, id: string): Promise<Response> {
    const cells = keptCells(upload, id);
    const waitSeconds = budget.rows(ledger.newCells(cells));
    if (waitSeconds !== undefined) return tooMany(waitSeconds);
    const receipt = {
      id,
      period: upload.period,
      accepted: cells.length,
      refused: Object.fromEntries(upload.refused),
    };
    await ledger.add({ entry: "batch", receipt, cells });
    return receiptAnswer(receipt);
  }

  async function get(): Promise<Response> {
    const periods = await inTurn(async (ledger) => readPeriods(ledger, minCount, periodAt(0)));
    return answer(200, { min_count: minCount, periods });
  }

  return async (request) => {
    const isKnown = request.method === "POST" || request.method === "GET";
    if (!isKnown) return answer(405, { detail: "method not allowed" }, { allow: "GET, POST" });
    const waitSeconds = budget.request();
    if (waitSeconds !== undefined) return tooMany(waitSeconds);
    try {
      return await (request.method === "POST" ? post(request) : get());
    } catch {
      // What failed may name a file or a value: the client needs neither.
      return answer(503, { detail: "storage unavailable" }, { "retry-after": "60" });
    }
  };
}

const DAY_MS = 86_400_000;

/**
 * The contributor is the first part of the id, where it is one of ours: batches of one
 * installation and period share it. Of any other id it is not known, and each is somebody.
 */
function keptCells({ period, dimensions, cells }: Upload, id: string): readonly KeptCell[] {
  const [, contributor = id] = /^([0-9a-f]{16})-[0-9a-f]{32}$/.exec(id) ?? [];
  const row = canonicalText(dimensions);
  return cells.map((cell) => ({ period, dimensions: row, ...cell, contributors: [contributor] }));
}

function receiptAnswer({ accepted, refused }: Receipt): Response {
  return answer(202, { accepted, refused });
}

function refusal(status: number, why: string): Response {
  return answer(status, { accepted: 0, refused: { [why]: 1 } });
}

function tooMany(waitSeconds: number): Response {
  return answer(429, { detail: "too many" }, { "retry-after": String(waitSeconds) });
}

function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
