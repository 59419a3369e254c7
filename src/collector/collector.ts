import { chunksOf } from "./body.ts";
import { type CollectorOptions, createExchange } from "./exchange.ts";

/** Answers a request. Never rejects: a store that fails is a 503. */
export type Collector = (request: Request) => Promise<Response>;

/**
 * The counters' server, as a web-standard handler.
 *
 * - `POST` takes a batch under its `Idempotency-Key`: 202 and `{"accepted":n,"refused":{WHY:n}}`,
 *   cell by cell, and the same answer whenever it comes again. A body that is wrong as a whole is
 *   400 in the same shape, 413 too long, 415 compressed, 429 too many, 503 not kept.
 * - `GET` tells the counts of periods that are over, as far as they may be told: `?by=os,version`
 *   by dimensions too, `?period=2026-W47` of one period.
 */
export function createCollector(options: CollectorOptions): Collector {
  const exchange = createExchange(options);
  return async ({ method, url, headers, body }) => {
    const asked = { method, url, header: (name: string) => headers.get(name) };
    const { body: text, ...head } = await exchange({ ...asked, body: body && chunksOf(body) });
    return new Response(method === "HEAD" ? null : text, head);
  };
}
