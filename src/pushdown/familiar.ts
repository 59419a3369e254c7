import type { Catalogue } from "../event/catalogue.ts";
import { dynamicKey } from "../privacy/event/rules/dynamic-key.ts";
import { scanText } from "../privacy/text/scan.ts";
import { bodiesOf, FLAG_KEY, IS_FLAG, type Told } from "./bodies.ts";
import type { Engine } from "./engine.ts";
import { isUnknownFlag } from "./events.ts";
import { asNumber } from "./row.ts";

/**
 * What was looked at before SQL counts by it: names that are no data and say where they stand, and
 * what undeclared flags hold. An event with anything else is pulled and read as a line of a log is.
 */
export interface Familiar {
  readonly names: readonly string[];
  /** Keys of flags that the config does not declare. */
  readonly flags: readonly string[];
  /** The texts that stand in those, in which no rule finds anything. */
  readonly flagTexts: readonly string[];
}

/** More would be names made of data. */
const MOST = 4_000;
/** Longer texts, in bytes, are names made of data too, or not worth their room in every query. */
const MAX_LENGTH = 256;
/** The bytes of all together. */
const ROOM = 80_000;

/** Asks for the names that come most often, and judges them. */
export async function familiarOf(told: Told, engine: Engine): Promise<Familiar> {
  const names: string[] = [];
  const flags: string[] = [];
  const flagTexts: string[] = [];
  const { catalogue } = told;
  let room = ROOM;
  for await (const [kind, said, size] of engine.rows(namesQuery(told))) {
    room -= asNumber(size);
    if (typeof said !== "string" || room < 0) continue;
    if (kind === "name" && isFamiliar(said)) names.push(said);
    else if (kind === "flag" && !dynamicKey.finds(said) && !isDeclared(said, catalogue))
      flags.push(said);
    else if (kind === "text" && scanText(said).length === 0) flagTexts.push(said);
  }
  return { names, flags, flagTexts };
}

/** Whether a flag has values of its own, or its property has a type in some events. */
const isDeclared = (flag: string, { flags, common, events }: Catalogue): boolean =>
  flags.has(flag) || [common, ...events.values()].some((own) => own.has(`$feature/${flag}`));

/** A name with a dot could be two, one without letters none, and a number stands first in an object. */
const isFamiliar = (name: string): boolean =>
  !/[.]|^__proto__$|^\d*$/.test(name) && !dynamicKey.finds(name);

function namesQuery(told: Told): string {
  return `SELECT said.1 AS kind, said.2 AS word, length(said.2) AS size, count() AS times FROM (
    SELECT arrayJoin(arrayConcat(
      arrayMap(place -> if(${IS_FLAG}, ('flag', ${FLAG_KEY}), ('name', place.3)), places),
      arrayMap(place -> ('text', JSONExtractString(place.2)),
        arrayFilter(place -> ${isUnknownFlag(told)} AND startsWith(place.2, '"'), places)))) AS said
    FROM ${bodiesOf(told)})
  WHERE length(said.2) <= ${MAX_LENGTH} GROUP BY kind, word ORDER BY times DESC, kind, word LIMIT ${MOST}`;
}
