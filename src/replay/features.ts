import { isRecord } from "../event/value.ts";
import type { Catalogue } from "../event/catalogue.ts";
import { UNDECLARED } from "../metrics/kind.ts";
import type { Body } from "../metrics/path.ts";
import { add, type Tally } from "../metrics/tally.ts";

/** A flag and its value, as they may be shown, and how many events carried them. */
export interface Feature {
  readonly name: string;
  readonly value: string;
  times: number;
}

/**
 * Which flag values the events of a capture carry: `$feature/KEY`, then the value's JSON text. A
 * key or value that the config does not declare is counted and never repeated.
 */
export interface Features {
  /** What one event carries; not counted yet. */
  readonly of: (body: Body) => readonly Feature[];
  readonly tally: () => Tally;
}

const PREFIX = "$feature/";

/** Whether a property says which value a flag had. */
export const isFeature = (name: string): boolean => name.startsWith(PREFIX);

export function createFeatures(flags: Catalogue["flags"]): Features {
  const seen = new Map<string, Feature>();
  function featureOf(name: string, value: string): Feature {
    const id = `${name}\0${value}`;
    let feature = seen.get(id);
    if (feature === undefined) seen.set(id, (feature = { name, value, times: 0 }));
    return feature;
  }
  return {
    of: ({ properties }) => {
      if (!isRecord(properties)) return [];
      const found: Feature[] = [];
      for (const [name, value] of Object.entries(properties)) {
        if (!isFeature(name)) continue;
        const key = name.slice(PREFIX.length);
        const variants = flags.get(key);
        const shown = PREFIX + (variants === undefined ? UNDECLARED : key);
        found.push(featureOf(shown, valueOf(value, variants ?? [])));
      }
      return found;
    },
    tally: () => {
      const tally: Tally = new Map();
      for (const { name, value, times } of seen.values())
        if (times > 0) add(tally, name, value, times);
      return tally;
    },
  };
}

function valueOf(value: unknown, variants: readonly string[]): string {
  if (typeof value === "boolean") return String(value);
  const variant = variants.find((declared) => declared === value);
  return variant === undefined ? UNDECLARED : JSON.stringify(variant);
}
