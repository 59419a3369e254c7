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

/**
 * An empty list for the log that is shown under this path.
 *
 * @param tell hears of each finding that will stand in the list, with the count until then
 */
export function createFindings(
  path: string,
  tell: (finding: Finding) => void = () => undefined,
): Findings {
  const groups = new Map<string, Group>();
  const toFinding = ({ found, name, count, mark }: Group, place: Place): Finding => {
    const { rule, severity, pointer, message } = found;
    const { line, event } = place;
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
    add: (found, place) => {
      const { name } = place;
      const key = `${found.rule}\0${found.pointer}\0${name}`;
      let group = groups.get(key);
      if (group === undefined) {
        const mark = fingerprintOf(found.rule, found.pointer, name);
        groups.set(key, (group = { found, name, mark, count: 0, places: [] }));
      }
      group.count += 1;
      if (group.count > MAX_PLACES) return;
      group.places.push(place);
      tell(toFinding(group, place));
    },
    list: () =>
      [...groups.values()].flatMap((group) => group.places.map((place) => toFinding(group, place))),
  };
}

interface Group {
  readonly found: Judgement;
  readonly name: string;
  readonly mark: string;
  readonly places: Place[];
  count: number;
}
