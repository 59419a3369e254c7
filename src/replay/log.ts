import type { RandomAccess } from "./parquet/footer.ts";

/** One log, by the path it is known under. */
export interface Log {
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The same input as it lies, where it can be read at any place: Parquet is read from its end. */
  readonly file?: RandomAccess;
  /** Whether these are the lines from somewhere within a log on. */
  readonly isContinued?: boolean;
}
