import { UNDECLARED } from "../metrics/kind.ts";
import type { Engine } from "./engine.ts";
import { eventsOf, type Known } from "./events.ts";
import { firstSpots, spotsOf } from "./found.ts";
import { type Judging, note } from "./places.ts";
import { asNumber, asText } from "./row.ts";
import { isAny } from "./sql.ts";

/** How many plain events there are, by name, and how many of them stand alone on their lines. */
export interface Named {
  readonly events: ReadonlyMap<string, number>;
  readonly all: number;
  readonly single: number;
}

/** Counts the plain events, and judges the names that are not declared. */
export async function judgeNames(known: Known, engine: Engine, judging: Judging): Promise<Named> {
  const events = new Map<string, number>();
  let [all, single] = [0, 0];
  for await (const row of engine.rows(namesQuery(known))) {
    const own = asText(row[0]);
    const times = asNumber(row[1]);
    const name = known.catalogue.events.has(own) ? own : UNDECLARED;
    events.set(name, (events.get(name) ?? 0) + times);
    all += times;
    single += asNumber(row[2]);
    const body = { [known.catalogue.name]: own };
    const { judged } = judging.say({ name: own, body, line: 0, index: 0 });
    note(judging, judged, { name, body, times, spots: spotsOf(row[3]) });
  }
  return { events, all, single };
}

function namesQuery(known: Known): string {
  return `SELECT name, count() AS times, countIf(isMember = 0) AS single,
    ${firstSpots(known, `NOT (${isAny("name", known.catalogue.events.keys())})`)} AS spots
  FROM ${eventsOf(known)} WHERE isPlain GROUP BY name`;
}
