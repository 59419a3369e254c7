import type { Judge } from "./judgement.ts";
import { capacity } from "./judges/capacity.ts";
import { definitions } from "./judges/definitions.ts";

/**
 * What is judged in a config's signals. They stand apart because a bucket's name is read by every
 * rule of text, which take long to load: a config without signals is judged without them.
 */
export const signalJudges: readonly Judge[] = [capacity, definitions];
