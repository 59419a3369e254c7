/** A JSON value that outlives the process, and that several processes may change. */
export interface Store {
  /** Undefined when nothing was kept. Throws when it cannot be read. */
  readonly load: () => Promise<unknown>;
  /**
   * Reads, changes and writes while nobody else on this machine does; a change that gives back
   * what it got writes nothing. What is damaged is set aside first, also by such a change.
   */
  readonly update: (change: (held: unknown) => unknown) => Promise<void>;
}

/** What a kept value must be to be used. */
export interface StoreFormat {
  /** The `version` that stands in it; one of a later version is left alone. */
  readonly version: number;
  /** Whether all of it is as this version writes it: nothing is half believed. */
  readonly isWhole: (held: unknown) => boolean;
}
