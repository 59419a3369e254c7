import { createPartReplay } from "../../src/cli/replay-part.ts";
import type { Threads } from "../../src/cli/replay-thread.ts";

/** Threads that are none: they read in turn what real ones read at once. */
export const threads = async (): Promise<Threads> => ({
  cores: 2,
  start: (job) => ({ replay: createPartReplay(job), end: async () => {} }),
});
