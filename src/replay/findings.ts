import { UNDECLARED } from "../metrics/kind.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";
import { isGraver } from "../privacy/severity.ts";

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
  /** Takes what was found further on in the same log, so many lines down. */
  readonly append: (findings: readonly Finding[], lines: number) => void;
  /** One for each of the first places of each fingerprint, with the fingerprint's total. */
  readonly list: () => readonly Finding[];
  /** How often anything was found. */
  readonly total: () => number;
}

/** How many places are kept for each fingerprint of a log (contract 4). */
const MAX_PLACES = 1_000;

/** How findings are kept. */
export interface FindingsOptions {
  /** Hears of each finding that will stand in the list, with the count until then. */
  readonly tell?: ((finding: Finding) => void) | undefined;
  /** How many places are kept for each fingerprint; 1,000 unless there is no room for them. */
  readonly places?: number;
}

/** An empty list for the log that is shown under this path. */
export function createFindings(
  path: string,
  { tell, places: most = MAX_PLACES }: FindingsOptions = {},
): Findings {
  const groups = new Map<string, Group>();
  let total = 0;

  function groupOf({ rule, pointer }: Judgement, name: string): Group {
    const key = `${rule}\0${pointer}\0${name}`;
    let group = groups.get(key);
    if (group === undefined) {
      const mark = fingerprintOf(rule, pointer, name);
      groups.set(key, (group = { name, mark, count: 0, places: [] }));
    }
    return group;
  }
  const toFinding = ({ name, count, mark }: Group, { found, line, event }: Found): Finding => {
    const { rule, severity, pointer, message } = found;
    return {
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
    };
  };
  return {
    add: (found, { line, event, name }) => {
      const group = groupOf(found, name);
      group.count += 1;
      total += 1;
      const place = { found, line, event };
      if (keep(group.places, place, most)) tell?.(toFinding(group, place));
    },
    append: (findings, lines) => {
      const met = new Set<Group>();
      for (const { name = UNDECLARED, line, event, count, ...found } of findings) {
        const group = groupOf(found, name);
        // Each place of a fingerprint comes with the count of all of them.
        if (!met.has(group)) group.count += count;
        met.add(group);
        keep(group.places, { found, line: line === null ? null : line + lines, event }, most);
      }
    },
    list: () =>
      [...groups.values()].flatMap((group) => group.places.map((place) => toFinding(group, place))),
    total: () => total,
  };
}

/** Keeps the first places; a later one only where it is graver than all of them. */
function keep(places: Found[], place: Found, most: number): boolean {
  if (places.length >= most) {
    const { severity } = place.found;
    if (!places.every(({ found }) => isGraver(severity, found.severity))) return false;
    places.pop();
  }
  places.push(place);
  return true;
}

interface Found extends Omit<Place, "name"> {
  readonly found: Judgement;
}

interface Group {
  readonly name: string;
  readonly mark: string;
  readonly places: Found[];
  count: number;
}
