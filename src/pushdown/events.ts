import { bodiesOf, isFlag, type Told } from "./bodies.ts";
import type { Familiar } from "./familiar.ts";
import { every, list, some, text } from "./sql.ts";

/** What SQL counts by. */
export interface Known extends Told {
  readonly familiar: Familiar;
  /** The event that tells consent: it is pulled, because it decides what counts after it. */
  readonly consentOn: string | undefined;
}

const KEY = `substring(place.3, ${"$feature/".length + 1})`;

/** As `bodiesOf`, with whether the event `isPlain`: all that it says SQL can tell. */
export function eventsOf(known: Known): string {
  const { catalogue, familiar, consentOn } = known;
  const isDeclared = `has(${list(catalogue.flags.keys())}, ${KEY})`;
  const holdsFamiliar = some([
    "place.2 IN ('true', 'false', 'null')",
    "match(place.2, '^[-0-9]')",
    `startsWith(place.2, '"') AND has(${list(familiar.flagTexts)}, JSONExtractString(place.2))`,
  ]);
  const isPlainFlag = some([
    `${isDeclared} AND NOT match(place.2, '^[{\\\\[]')`,
    `has(${list(familiar.flags)}, ${KEY}) AND (${holdsFamiliar})`,
  ]);
  const isPlain = every([
    "isWhole",
    ...(consentOn === undefined ? [] : [`name != ${text(consentOn)}`]),
    `arrayAll(place -> if(${isFlag("place")}, ${isPlainFlag}, has(${list(familiar.names)}, place.3)), places)`,
  ]);
  return `(SELECT *, ${isPlain} AS isPlain FROM ${bodiesOf(known)})`;
}

/** Whether a place is the value of a flag that the config does not declare. */
export const isUnknownFlag = ({ catalogue }: Known): string =>
  `${isFlag("place")} AND NOT has(${list(catalogue.flags.keys())}, ${KEY})`;
