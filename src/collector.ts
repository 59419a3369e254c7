/**
 * The door `assay/collector`: the server of the counters, as a web-standard handler.
 *
 * ```ts
 * const collect = createCollector({ config, store: memoryStore(), now: Date.now });
 * const response = await collect(request);
 * ```
 */
export { type Collector, createCollector } from "./collector/collector.ts";
export type { CollectorLimits, CollectorOptions } from "./collector/exchange.ts";
export {
  type SqliteDatabase,
  type SqliteStatement,
  sqliteStore,
  type SqliteStoreOptions,
} from "./collector/sqlite-store.ts";
export type { CellKey, KeptCell, Ledger, Receipt } from "./collector/ledger.ts";
export { type CollectorStore, memoryStore } from "./collector/store.ts";
