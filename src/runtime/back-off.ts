const FIRST_MS = 1000;
const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait before PostHog is asked again, in milliseconds. There is no last try: the wait
 * doubles up to ten minutes and stays there. Half of it is chance, so that clients which failed
 * together do not come back together.
 *
 * @param failures in a row, from one
 * @param random 0 to 1
 */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_MS);
  return ceiling * (0.5 + 0.5 * random);
}
