/** Handles items together: all that wait when a run begins are one group. */
export interface Queue<In, Out> {
  /** Resolves to undefined when too many wait already. Rejects when the run of its group failed. */
  readonly add: (item: In) => Promise<Out | undefined>;
}

interface Waiting<In, Out> {
  readonly item: In;
  readonly done: (out: Out) => void;
  readonly failed: (error: unknown) => void;
}

/** How many items a group holds at most, and how many may wait. */
const MOST = { group: 1_000, waiting: 10_000 };

/**
 * @param run does a group: it calls `next` when it begins, and resolves to as many results
 */
export function createQueue<In, Out>(
  run: (next: () => readonly In[]) => Promise<readonly Out[]>,
): Queue<In, Out> {
  const waiting: Waiting<In, Out>[] = [];
  let isRunning = false;

  async function runAll(): Promise<void> {
    isRunning = true;
    // oxlint-disable-next-line no-await-in-loop -- one group after the other
    while (waiting.length > 0) await runOne();
    isRunning = false;
  }

  async function runOne(): Promise<void> {
    let group: Waiting<In, Out>[] = [];
    try {
      const results = await run(() => {
        group = waiting.splice(0, MOST.group);
        return group.map(({ item }) => item);
      });
      for (const [at, result] of results.entries()) group[at]?.done(result);
    } catch (error) {
      // A run that could not even begin is as good as one that failed.
      if (group.length === 0) group = waiting.splice(0);
      for (const { failed } of group) failed(error);
    }
  }

  return {
    add: async (item) => {
      if (waiting.length >= MOST.waiting) return undefined;
      const result = new Promise<Out>((done, failed) => waiting.push({ item, done, failed }));
      if (!isRunning) void runAll();
      return result;
    },
  };
}
