import { setFlagsFromString } from "node:v8";

/**
 * Has the engine clean up its youngest objects in the space it starts with, and the others before
 * half as many more have come, instead of taking ever more. A replay makes many that are gone with
 * their line, so this costs it nothing, and its memory is the same however long a log is. To be
 * asked in each thread.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=50");
}
