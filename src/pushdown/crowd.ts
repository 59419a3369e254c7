import { cellOf } from "../privacy/release/release.ts";
import {
  addTrait,
  createCrowd,
  type Crowd,
  type GrowingCrowd,
  MAX_PEOPLE,
} from "../replay/crowd.ts";
import { createPeriods } from "../replay/periods.ts";
import { type Counting, countedEventsOf, createCells } from "./cells.ts";
import { type Engine, rowsOfAll } from "./engine.ts";
import { textHash } from "./hashes.ts";
import { asList, asNumber, asText } from "./row.ts";
import { LEAF_HASH, IS_LEAF } from "./spread.ts";
import { isAny, text } from "./sql.ts";
import { unitsOf } from "./units.ts";
import { partsOf } from "./vouched.ts";

/** All hashes of people are below. */
const HASHES = 2 ** 52;

/**
 * The people whose hashes are smallest, as a log keeps them: who counted, or said a declared
 * property. Only those below some hash are asked for, so that nobody holds all people.
 *
 * @param size about how many people there are
 */
export async function crowdOf(counting: Counting, engine: Engine, size: number): Promise<Crowd> {
  // Twice as many as are kept, because some of them may have neither counted nor said anything.
  let share = Math.min(1, (2 * MAX_PEOPLE) / size);
  for (;;) {
    const below = Math.ceil(share * HASHES);
    const people = createCrowd();
    await addCounted(counting, engine, below, people);
    await addTraits(counting, engine, below, people);
    const crowd = people.crowd();
    if (share === 1 || crowd.size >= MAX_PEOPLE) return crowd;
    share = Math.min(1, 4 * share);
  }
}

const WHO = textHash("who");

/** Adds what these people counted in, by the period. */
async function addCounted(
  counting: Counting,
  engine: Engine,
  below: number,
  people: GrowingCrowd,
): Promise<void> {
  const periodIn = createPeriods(counting.period);
  const cellsOf = createCells(counting);
  const queries = countedEventsOf(counting).map(
    (events) => `SELECT person, name, at, said, count() AS times
  FROM (SELECT ${WHO} AS person, name, ${DAY} AS at, said FROM ${events})
  WHERE person < ${below} GROUP BY person, name, at, said`,
  );
  for await (const [who, name, at, said, times] of rowsOfAll(engine, queries)) {
    const raw = asText(at);
    const timestamp: unknown = raw === "" ? undefined : JSON.parse(raw);
    const period = periodIn({ timestamp });
    for (const { signal, bucket } of cellsOf(name, said))
      people.count(asNumber(who), period, cellOf(signal, bucket), asNumber(times));
  }
}

/** The day as JSON where a time surely is of one, and else all that is said. */
const SURE = text(
  '^"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?Z"$',
);
const DAY = `if(match(stamp, ${SURE}), concat(substring(stamp, 1, 11), '"'), stamp)`;

/** Adds the declared properties that these people said, each with its value if it was one. */
async function addTraits(
  counting: Counting,
  engine: Engine,
  below: number,
  people: GrowingCrowd,
): Promise<void> {
  const queries = partsOf(counting.catalogue).map(
    ({ types }) => `SELECT person, pointer, groupUniqArray(2)(value) AS said FROM (
    SELECT ${WHO} AS person, pointer, ${LEAF_HASH} AS value FROM ${unitsOf(counting)}
    WHERE ${IS_LEAF} AND ${isAny("concat(kind, '\\n', pointer)", types.keys())})
  WHERE person < ${below} GROUP BY person, pointer`,
  );
  for await (const [who, pointer, said] of rowsOfAll(engine, queries)) {
    const traits = people.traitsOf(asNumber(who));
    if (traits === undefined) continue;
    for (const value of asList(said)) addTrait(traits, asText(pointer), asNumber(value));
  }
}
