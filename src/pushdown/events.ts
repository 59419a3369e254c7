import { UNDECLARED } from "../metrics/kind.ts";
import { bodiesOf, FLAG_KEY, IS_FLAG, type Told } from "./bodies.ts";
import type { Familiar } from "./familiar.ts";
import { all, isAny, some, text } from "./sql.ts";

/** What SQL counts by. */
export interface Known extends Told {
  readonly familiar: Familiar;
  /** The event that tells consent: it is pulled, because it decides what counts after it. */
  readonly consentOn: string | undefined;
}

/** As `bodiesOf`, with whether the event `isPlain`: all that it says SQL can tell. */
export function eventsOf(known: Known): string {
  const { familiar, consentOn, catalogue } = known;
  const { events } = catalogue;
  const others = [...events.keys()].filter((name) => name !== "" && name !== UNDECLARED);
  const holdsFamiliar = some([
    "place.2 IN ('true', 'false', 'null')",
    "match(place.2, '^[-0-9]')",
    `startsWith(place.2, '"') AND ${isAny("JSONExtractString(place.2)", familiar.flagTexts)}`,
  ]);
  const isPlainFlag = some([
    `${isDeclaredFlag(known)} AND NOT match(place.2, '^[{\\\\[]')`,
    `${isAny(FLAG_KEY, familiar.flags)} AND (${holdsFamiliar})`,
  ]);
  const isPlain = all([
    "isWhole",
    ...(consentOn === undefined ? [] : [`name != ${text(consentOn)}`]),
    // What is undeclared is called so; where an event is declared by that name, both would be one.
    ...(others.length === events.size ? [] : [isAny("name", others)]),
    `arrayAll(place -> if(${IS_FLAG}, ${isPlainFlag}, ${isAny("place.3", familiar.names)}), places)`,
  ]);
  return `(SELECT line, index, isMember, body, name, stamp, who, places, ${isPlain} AS isPlain FROM ${bodiesOf(known)})`;
}

const isDeclaredFlag = ({ catalogue }: Told): string => isAny(FLAG_KEY, catalogue.flags.keys());

/** Whether a `place` is the value of a flag that the config does not declare. */
export const isUnknownFlag = (told: Told): string => `${IS_FLAG} AND NOT (${isDeclaredFlag(told)})`;
