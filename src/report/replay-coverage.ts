import type { Coverage, Share } from "../replay/coverage.ts";
import type { Block, Json } from "./report.ts";

/** How much of what is declared the logs reach, for scripts. */
export function toCoverage({ events, signals, buckets }: Coverage): Json {
  return { events: toShare(events), signals: toShare(signals), buckets: toShare(buckets) };
}

const toShare = ({ declared, missed }: Share): Json => ({
  declared,
  reached: declared - missed.length,
  missed: missed.map(nameOf),
});

/** How much of what is declared the logs reach, as a person reads it. */
export function coverageBlocks(coverage: Coverage | undefined): Block[] {
  if (coverage === undefined) return [];
  const items = Object.entries(coverage).flatMap(([noun, share]) => toItem(noun, share));
  if (items.length === 0) return [];
  return [
    { block: "heading", text: "Coverage", aside: true },
    { block: "list", items },
  ];
}

/** More would hide what is reached. */
const SHOWN = 10;

function toItem(noun: string, { declared, missed }: Share): string[] {
  if (declared === 0) return [];
  const left = missed.length - SHOWN;
  const names = missed.slice(0, SHOWN).map(nameOf);
  const without = [...names, ...(left > 0 ? [`${left} more`] : [])].join(", ");
  const said = `${declared - missed.length} of ${declared} ${noun} reached`;
  return [missed.length === 0 ? said : `${said}, not ${without}`];
}

/** The name of an event or a signal, or a signal's bucket with it. */
function nameOf(keys: readonly string[]): string {
  return (keys[0] === "events" ? keys.slice(1) : keys.slice(2)).join(".");
}
