import { UNDECLARED } from "../metrics/kind.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { fingerprintOf } from "../privacy/fingerprint.ts";
import { isGraver } from "../privacy/severity.ts";
import { createSmallest, type Smallest } from "./smallest.ts";

export interface Place {
  readonly line: number | null;
  readonly event: number | null;
  /** The event's name if it is declared, `?` for any other and where no event is meant. */
  readonly name: string;
}

/**
 * The findings of one log. Grows with the fingerprints, not with the log, and of each rule up to a
 * bound: a log may name properties without end. Those beyond it are one finding together.
 */
export interface Findings {
  /** Takes one judgement for each rule and place. */
  readonly add: (found: Judgement, place: Place) => void;
  /** Takes what was found further on in the same log, so many lines down. */
  readonly append: (findings: readonly Finding[], lines: number) => void;
  /**
   * One for each of the first places of each fingerprint, with the fingerprint's total; of each rule
   * that has too many, one for all others, so that counts add up.
   */
  readonly list: () => readonly Finding[];
  /** How often anything was found. */
  readonly total: () => number;
}

/** How many places are kept for each fingerprint of a log (contract 4). */
const MAX_PLACES = 1_000;

/** How many fingerprints of one rule are told apart in a log. */
const MAX_FINGERPRINTS = 10_000;
/** Any place, however deep. */
const ANYWHERE = "**";

/** Whether this stands for all fingerprints of its rule that had no room. */
export const isOfOthers = ({ pointer, line }: Pick<Finding, "pointer" | "line">): boolean =>
  pointer === ANYWHERE && line === null;

/** How findings are kept. */
export interface FindingsOptions {
  /** Hears of each finding that will stand in the list, with the count until then. */
  readonly tell?: ((finding: Finding) => void) | undefined;
  /** How many places are kept for each fingerprint; 1,000 unless there is no room for them. */
  readonly places?: number;
  /** How many fingerprints are kept for each rule; 10,000 unless a test wants fewer. */
  readonly fingerprints?: number;
}

/** An empty list for the log that is shown under this path. */
export function createFindings(
  path: string,
  { tell, places: most = MAX_PLACES, fingerprints = MAX_FINGERPRINTS }: FindingsOptions = {},
): Findings {
  const rules = new Map<string, OfRule>();
  const inTurn = new Set<Group>();
  let total = 0;

  function forget(group: Group): void {
    const [first] = group.places;
    if (first === undefined) return;
    const { found, name } = first;
    rules.get(found.rule)?.byName.get(name)?.delete(found.pointer);
    inTurn.delete(group);
  }
  function ruleOf(found: Judgement): OfRule {
    let own = rules.get(found.rule);
    if (own === undefined) {
      // The smallest: so it does not matter how a log falls into parts.
      const groups = createSmallest(fingerprints, toGroup, forget);
      own = { typical: found, count: 0, groups, byName: new Map() };
      rules.set(found.rule, own);
    } else if (isRather(found, own.typical)) own.typical = found;
    return own;
  }
  /** Undefined where there is no room. */
  function groupOf({ groups, byName }: OfRule, found: Judgement, name: string): Group | undefined {
    const { rule, pointer } = found;
    const known = byName.get(name)?.get(pointer);
    if (known !== undefined) return known;
    const group = groups.at(fingerprintOf(rule, pointer, name));
    if (group === undefined) return undefined;
    const byPointer = byName.get(name) ?? new Map<string, Group>();
    byName.set(name, byPointer.set(pointer, group));
    inTurn.add(group);
    return group;
  }
  function toFinding({ count, mark }: Group, { found, line, event, name }: Found): Finding {
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
  }
  function list(): Finding[] {
    const kept = new Set(
      [...rules.values()].flatMap(({ groups }) => [...groups.entries().values()]),
    );
    return [...inTurn]
      .filter((group) => kept.has(group))
      .flatMap((group) => group.places.map((place) => toFinding(group, place)));
  }
  function othersOf({ typical, count, groups }: OfRule): readonly Finding[] {
    const others = [...groups.entries().values()].reduce(
      (left, group) => left - group.count,
      count,
    );
    if (others === 0) return [];
    const mark = fingerprintOf(typical.rule, ANYWHERE, UNDECLARED);
    const anywhere = { ...NOWHERE, found: { ...typical, pointer: ANYWHERE } };
    return [toFinding({ ...toGroup(mark), count: others }, anywhere)];
  }
  return {
    add: (found, { line, event, name }) => {
      total += 1;
      const own = ruleOf(found);
      own.count += 1;
      const group = groupOf(own, found, name);
      if (group === undefined) return;
      group.count += 1;
      if (!makeRoom(group.places, found, most)) return;
      const place = { found, line, event, name };
      group.places.push(place);
      tell?.(toFinding(group, place));
    },
    append: (findings, lines) => {
      const met = new Set<string>();
      for (const finding of findings) {
        const { name = UNDECLARED, line, event, count, fingerprint, ...found } = finding;
        // Each place of a fingerprint comes with the count of all of them.
        const more = met.has(fingerprint) ? 0 : count;
        met.add(fingerprint);
        const own = ruleOf(found);
        own.count += more;
        const group = isOfOthers(finding) ? undefined : groupOf(own, found, name);
        if (group === undefined) continue;
        group.count += more;
        if (makeRoom(group.places, found, most))
          group.places.push({ found, line: line === null ? null : line + lines, event, name });
      }
    },
    list: () => [...list(), ...[...rules.values()].flatMap(othersOf)],
    total: () => total,
  };
}

const NOWHERE: Place = { line: null, event: null, name: UNDECLARED };

const toGroup = (mark: string): Group => ({ mark, places: [], count: 0 });

/** Whether the first speaks for its rule rather than the second, whichever came before. */
function isRather(found: Judgement, than: Judgement): boolean {
  if (found.severity !== than.severity) return isGraver(found.severity, than.severity);
  return found.message < than.message;
}

/** The first places are kept; a later one takes the last one's only where it is graver than all. */
function makeRoom(places: Found[], { severity }: Judgement, most: number): boolean {
  if (places.length < most) return true;
  if (!places.every(({ found }) => isGraver(severity, found.severity))) return false;
  places.pop();
  return true;
}

interface Found extends Place {
  readonly found: Judgement;
}

/** What one rule found. */
interface OfRule {
  /** What is said of all fingerprints that have no room. */
  typical: Judgement;
  count: number;
  readonly groups: Smallest<string, Group>;
  /** By the event's name, then by pointer: a fingerprint takes longer to make. */
  readonly byName: Map<string, Map<string, Group>>;
}

/** What has one fingerprint. */
interface Group {
  readonly mark: string;
  readonly places: Found[];
  count: number;
}
