import { UNDECLARED } from "../metrics/kind.ts";
import { add, type Tally } from "../metrics/tally.ts";
import type { Event } from "../event/event.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { GrowingMarks } from "../privacy/self-leak.ts";
import { isPlain } from "../privacy/event/walk.ts";
import { bodyHolding } from "../replay/meaning.ts";
import type { Saying } from "../replay/saying.ts";
import type { Path } from "../replay/shapes/outline.ts";
import { FLAGS } from "./bodies.ts";
import { type Engine, rowsOfAll } from "./engine.ts";
import type { Known } from "./events.ts";
import { type FoundMany, firstSpots, type Spot, spotsOf } from "./found.ts";
import { asNumber, asText } from "./row.ts";
import { signedUnits, UNKNOWN_FLAG, UNKNOWN_FLAGS } from "./units.ts";
import { type Part, partsOf } from "./vouched.ts";

/** What is made of what places hold. */
export interface Judging {
  readonly say: (event: Event) => Saying;
  readonly found: FoundMany;
  readonly marks: GrowingMarks;
}

/** What the places of plain events say together. */
export interface Placed {
  readonly features: Tally;
  /** The pointers whose values are watched, and whether no declared type vouches for one of them. */
  readonly watched: ReadonlyMap<string, boolean>;
}

/**
 * Judges one value for all that say the same at a place: an event says what its places say, each by
 * itself (decision 0022), and what stands around a place is a place of its own.
 */
export async function judgePlaces(known: Known, engine: Engine, judging: Judging): Promise<Placed> {
  const features: Tally = new Map();
  const watched = new Map<string, boolean>();
  const sayAround = createAround(judging.say);
  const queries = partsOf(known.catalogue).map((part) => placesQuery(known, part));
  for await (const row of rowsOfAll(engine, queries)) {
    const kind = asText(row[0]);
    const pointer = asText(row[1]);
    const times = asNumber(row[3]);
    const name = kind === "" ? UNDECLARED : kind;
    const path = pathOf(pointer, known);
    const body = bodyHolding(path, JSON.parse(asText(row[2])));
    const said = judging.say({ name, body, line: 0, index: 0 });
    if (pointer !== UNKNOWN_FLAGS)
      for (const feature of said.features) add(features, feature.name, feature.value, times);
    for (const { pointer: at, type } of said.leaves)
      watched.set(at, watched.get(at) === true || type === undefined || isPlain(type));
    if (pointer === UNKNOWN_FLAG || said.judged.length === 0) continue;
    const around = sayAround(name, path);
    const spots = spotsOf(row[4]);
    const fresh = said.judged.filter((judgement) => !around.has(keyOf(judgement)));
    note(judging, fresh, { name, body, times, spots });
  }
  return { features, watched };
}

/** Notes what was found in one event that stands for many, and what a report must not repeat. */
export function note(
  { found, marks }: Judging,
  judged: readonly Judgement[],
  {
    name,
    body,
    times,
    spots,
  }: Pick<Event, "name" | "body"> & { readonly times: number; readonly spots: readonly Spot[] },
): void {
  for (const judgement of judged) {
    const { rule, pointer } = judgement;
    found.add(judgement, name, times, spots);
    if (marks.hasRoom(rule)) marks.add(rule, body, pointer);
  }
}

/** One row for what is said at each place, with the first of the spots if a rule may look at it. */
function placesQuery(known: Known, part: Part): string {
  return `SELECT kind, pointer, min(raw) AS said, count() AS times, ${firstSpots(known, "sign != ''")} AS spots
  FROM ${signedUnits(known, part)} GROUP BY kind, pointer, sign`;
}

/** The names to a place. Only a flag's may have dots. */
function pathOf(pointer: string, { familiar }: Known): Path {
  const key = pointer.startsWith(FLAGS) ? pointer.slice(FLAGS.length) : undefined;
  if (key === undefined) return pointer.split(".");
  // What is said of all undeclared flags is said of any.
  const own = key === "?" || key === "*" ? (familiar.flags[0] ?? key) : key;
  return ["properties", `$feature/${own}`];
}

const keyOf = ({ rule, pointer }: Judgement): string => `${rule}\0${pointer}`;

/** What is found already in the objects around a place, and in the event's name. */
function createAround(say: Judging["say"]): (name: string, path: Path) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (name, path) => {
    const outer = path.slice(0, -1);
    const key = JSON.stringify([name, ...outer]);
    let around = known.get(key);
    if (around === undefined) {
      const body = outer.length === 0 ? {} : bodyHolding(outer, {});
      around = new Set(say({ name, body, line: 0, index: 0 }).judged.map(keyOf));
      known.set(key, around);
    }
    return around;
  };
}
