import { UNDECLARED } from "../metrics/kind.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";

export interface Place {
  readonly line: number | null;
  readonly event: number | null;
  /** The event's name if it is declared, `?` for any other and where no event is meant. */
  readonly name: string;
}

/** The findings of one log. Grows with the kinds of finding, not with the log. */
export interface Findings {
  /** Takes one judgement for each rule and place. */
  readonly add: (found: Judgement, place: Place) => void;
  /** One for each of the first places of each fingerprint, with the fingerprint's total. */
  readonly list: () => readonly Finding[];
}

/** How many places are kept for each fingerprint of a log (contract 4). */
const MAX_PLACES = 1_000;

/** An empty list for the log that is shown under this path. */
export function createFindings(path: string): Findings {
  const groups = new Map<string, Group>();
  return {
    add: (found, { line, event, name }) => {
      const key = `${found.rule}\0${found.pointer}\0${name}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { found, name, count: 0, places: [] }));
      group.count += 1;
      if (group.count <= MAX_PLACES) group.places.push({ line, event });
    },
    list: () =>
      [...groups.values()].flatMap(({ found, name, count, places }) => {
        const { rule, severity, pointer, message } = found;
        const mark = fingerprintOf(rule, pointer, name);
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
          ...(name !== UNDECLARED && { name }),
        }));
      }),
  };
}

interface Group {
  readonly found: Judgement;
  readonly name: string;
  readonly places: Omit<Place, "name">[];
  count: number;
}
