/** Where a collector keeps what it took: values in their order. */
export interface CollectorStore {
  /** All that was kept, the oldest first. */
  readonly load: () => Promise<readonly unknown[]>;
  /** Resolves once the value outlives the process; it is there as a whole or not at all. */
  readonly append: (value: unknown) => Promise<void>;
  /** Replaces all that was kept, in one step. */
  readonly replace: (values: readonly unknown[]) => Promise<void>;
}

/** A store that forgets when the process ends. */
export function memoryStore(): CollectorStore {
  let held: unknown[] = [];
  return {
    load: async () => structuredClone(held),
    append: async (value) => void held.push(structuredClone(value)),
    replace: async (values) => {
      held = structuredClone([...values]);
    },
  };
}
