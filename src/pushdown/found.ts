import { UNDECLARED } from "../metrics/kind.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";
import { isGraver } from "../privacy/severity.ts";
import type { Known } from "./events.ts";
import { asList, asNumber } from "./row.ts";
import { list } from "./sql.ts";

/** Where an event stood; no line where lines have no order. */
export type Spot = Pick<Finding, "line" | "event">;

/** What was found many times at once. */
export interface FoundMany {
  /** @param spots the first of them */
  readonly add: (judgement: Judgement, name: string, times: number, spots: readonly Spot[]) => void;
  /** Takes what was found in lines that were read one by one. */
  readonly addAll: (findings: readonly Finding[]) => void;
  /** As a log would have listed them: of each fingerprint the first, and how many there were. */
  readonly list: (path: string) => readonly Finding[];
}

const NOWHERE: Spot = { line: null, event: null };

/** How many places of a fingerprint are asked for. */
const MOST_SPOTS = 1_000;

export function createFound(): FoundMany {
  const groups = new Map<string, Group>();

  function add(judgement: Judgement, name: string, times: number, spots: readonly Spot[]): void {
    const { rule, pointer } = judgement;
    const key = `${rule}\0${pointer}\0${name}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { name, times: 0, found: [] }));
    group.times += times;
    for (const spot of spots) put(group.found, { judgement, spot });
    if (group.found.length > 4 * MOST_SPOTS) group.found = earliest(group.found);
  }

  return {
    add,
    addAll: (findings) => {
      const met = new Set<string>();
      for (const { fingerprint, name = UNDECLARED, line, event, count, ...judgement } of findings) {
        // Each place of a fingerprint comes with the count of all of them.
        const spot = line === 0 ? NOWHERE : { line, event };
        add(judgement, name, met.has(fingerprint) ? 0 : count, [spot]);
        met.add(fingerprint);
      }
    },
    list: (path) =>
      [...groups.values()].flatMap(({ name, times: count, found }) =>
        earliest(found).map(({ judgement: { rule, severity, pointer, message }, spot }) => ({
          rule,
          severity,
          path,
          ...spot,
          pointer,
          count,
          fingerprint: fingerprintOf(rule, pointer, name),
          message,
          ...(name !== UNDECLARED && { name }),
        })),
      ),
  };
}

/** Where lines have no order, nothing is first; so one of the gravest stands for all. */
function put(found: Found[], place: Found): void {
  const at = place.spot.line === null ? found.findIndex(({ spot }) => spot.line === null) : -1;
  if (at === -1) found.push(place);
  else if (isGraverThan(place, found[at])) found[at] = place;
}

interface Group {
  readonly name: string;
  times: number;
  found: Found[];
}

interface Found {
  readonly judgement: Judgement;
  readonly spot: Spot;
}

/** The first ones, and the first of those that are graver than all before them. */
function earliest(found: readonly Found[]): Found[] {
  const sorted = found.toSorted(({ spot: a }, { spot: b }) => placeOf(a) - placeOf(b));
  const first = sorted.slice(0, MOST_SPOTS);
  let gravest = first.reduce((held, each) => (isGraverThan(each, held) ? each : held), first[0]);
  for (const each of sorted.slice(MOST_SPOTS))
    if (isGraverThan(each, gravest)) first.push((gravest = each));
  return first;
}

const isGraverThan = (found: Found, other: Found | undefined): boolean =>
  other === undefined || isGraver(found.judgement.severity, other.judgement.severity);

/** Lines in their order, and the events of one in theirs. */
const placeOf = ({ line, event }: Spot): number => (line ?? 0) * 2 ** 20 + (event ?? 0);

/** The first lines and indices of some rows, as an aggregate; none where lines have no order. */
export function firstSpots({ source }: Pick<Known, "source">, when: string): string {
  const spots = `groupArraySortedIf(${MOST_SPOTS})((line, index), ${when})`;
  return source.isOrdered ? spots : list([]);
}

/** The spots of that column: somewhere, where none are told. */
export function spotsOf(cell: unknown): readonly Spot[] {
  const spots = asList(cell).map((spot): Spot => {
    const [line, index] = asList(spot).map(asNumber);
    return { line: line ?? null, event: index ?? null };
  });
  return spots.length === 0 ? [NOWHERE] : spots;
}
