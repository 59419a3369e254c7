import type { Catalogue } from "../../event/catalogue.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import type { Body } from "../../metrics/path.ts";
import type { Reading } from "../reader.ts";
import { type Leaf, skeletonOf } from "./leaf.ts";

/** An event of a log that stands for those of its shape. */
export interface Sample {
  readonly body: Body;
  /** The log as it is shown. */
  readonly path: string;
  readonly line: number;
  /** Null for what stands around the events of a batch. */
  readonly event: number | null;
}

/** Events of one name, with the same key paths and JSON types. */
export interface Shape {
  /** The name as the event says it. */
  readonly name: string;
  /** The name where it is declared, else `?`. */
  readonly shown: string;
  /** Whether this is an event, or what stands around the events of a batch. */
  readonly isEvent: boolean;
  readonly leaves: readonly Leaf[];
  readonly samples: readonly Sample[];
  readonly events: number;
}

/** Keeps a few events of each shape, whatever the length of the logs. */
export interface Samples {
  readonly take: (reading: Reading, path: string) => void;
  /** In the order in which the logs showed them. */
  readonly shapes: () => readonly Shape[];
  /** Events of no kept shape, or too deep or wide to be looked at whole. */
  readonly uncovered: () => number;
}

/** `privacy-rules.md` 6, 1. */
const MAX_SAMPLES = 32;
/** More would be names made of data. */
const MAX_SHAPES = 512;
/** A longer event is kept only where its shape has no other. */
const MAX_SHAPE_CHARACTERS = 65_536;

export function createSamples(catalogue: Catalogue): Samples {
  const shapes = new Map<string, Growing>();
  let uncovered = 0;

  function keep(name: string, sample: Sample, ofEvent: boolean): void {
    const { shape, leaves, isCut } = skeletonOf(sample.body);
    const shown = catalogue.events.has(name) ? name : UNDECLARED;
    const key = `${ofEvent ? "event" : "batch"} ${shown}\n${shape}`;
    let growing = shapes.get(key);
    if (isCut || (growing === undefined && shapes.size >= MAX_SHAPES)) {
      uncovered += 1;
      return;
    }
    if (growing === undefined) {
      const own = ofEvent ? leaves : leaves.filter(({ path }) => path[0] !== "batch");
      growing = {
        name,
        shown,
        isEvent: ofEvent,
        leaves: own,
        samples: [],
        events: 0,
        characters: 0,
      };
      shapes.set(key, growing);
    }
    growing.events += 1;
    if (growing.samples.length >= MAX_SAMPLES) return;
    const { length } = JSON.stringify(sample.body);
    if (growing.samples.length > 0 && growing.characters + length > MAX_SHAPE_CHARACTERS) return;
    growing.samples.push(sample);
    growing.characters += length;
  }

  return {
    take: (reading, path) => {
      if (reading.came === "event" || reading.came === "ignored") {
        const { name, body, line, index } = reading.event;
        keep(name, { body, path, line, event: index }, true);
      } else if (reading.came === "batch") {
        const { body, line } = reading;
        keep(UNDECLARED, { body: withOneMember(body), path, line, event: null }, false);
      }
    },
    shapes: () => [...shapes.values()],
    uncovered: () => uncovered,
  };
}

interface Growing extends Shape {
  readonly samples: Sample[];
  events: number;
  characters: number;
}

/** What stands around a batch does not grow with it. */
function withOneMember(body: Body): Body {
  const batch: unknown = body["batch"];
  return { ...body, batch: Array.isArray(batch) ? batch.slice(0, 1) : [] };
}
