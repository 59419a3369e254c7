import type { Finding } from "../privacy/finding.ts";
import type { Found, Judge } from "./judge.ts";

export interface Place {
  readonly line: number | null;
  readonly event: number | null;
  /** The event's name if it is declared, `?` for any other and where no event is meant. */
  readonly name: string;
}

/** The findings of one log. Grows with the kinds of finding, not with the log. */
export interface Findings {
  readonly add: (found: Found, place: Place) => void;
  /** One for each of the first places of each fingerprint, with the fingerprint's total. */
  readonly list: () => readonly Finding[];
}

/** How many places are kept for each fingerprint of a log (contract 4). */
const MAX_PLACES = 1_000;

/** Starts an empty list for the log that is shown under this path. */
export function createFindings(
  path: string,
  { fingerprint }: Pick<Judge, "fingerprint">,
): Findings {
  const groups = new Map<string, Group>();
  return {
    add: (found, { line, event, name }) => {
      const key = `${found.rule}\0${found.pointer}\0${name}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { found, name, count: 0, places: [] }));
      const last = group.places.at(-1);
      // One finding per rule and place: two names that are both shown as "*" are one place.
      if (group.count > 0 && last?.line === line && last.event === event) return;
      group.count += 1;
      if (group.count <= MAX_PLACES) group.places.push({ line, event });
    },
    list: () =>
      [...groups.values()].flatMap(({ found, name, count, places }) => {
        const { rule, severity, pointer, message } = found;
        const mark = fingerprint(rule, pointer, name);
        return places.map(({ line, event }) => ({
          rule,
          severity,
          path,
          line,
          event,
          pointer,
          count,
          fingerprint: mark,
          message,
        }));
      }),
  };
}

interface Group {
  readonly found: Found;
  readonly name: string;
  readonly places: Omit<Place, "name">[];
  count: number;
}
