import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import type { Metrics } from "../metrics/signal.ts";
import { isAroundBatch, isEnvelope } from "../privacy/event/judge.ts";
import { declaredFields } from "./declared.ts";
import { isFeature } from "./features.ts";
import { mappingOf } from "./proof/mapping.ts";
import type { Reading } from "./reader.ts";
import type { Known, KnownBatch, Shape } from "./known.ts";
import { createVocabularies, type Meaning } from "./meaning.ts";
import type { Counter, Read } from "./log-reader.ts";
import type { Saying } from "./saying.ts";
import { isBatch } from "./shapes/batch.ts";
import { outline, type Path, type Slot, type Stretch } from "./shapes/outline.ts";
import { createShapes, type Shapes } from "./shapes/shapes.ts";

/**
 * Reads lines whose shape was met before without parsing them: what a line says is what its
 * scalars say, each at its place, and that was worked out when they were new. Everything else is
 * read the long way, which gives the same answer.
 */
export interface Shortcut {
  /** Undefined for a line that must be read the long way. */
  readonly read: (line: Stretch) => Known | undefined;
  /** Undefined for a line that is no batch, or holds anything but events of known shapes. */
  readonly readBatch: (line: Stretch) => KnownBatch | undefined;
  /** Remembers what was read the long way, and in which counters of the reader it counted. */
  readonly learn: (line: Stretch, read: Read) => void;
}

/** Longer lines do not come again. */
const MAX_BYTES = 16_384;
/**
 * Learning costs as much as reading some lines the long way, which many known lines make up for.
 * Where no line comes again, it ends after the first thousands.
 */
const PATIENCE = 32_768;
const COST = 8;

/** Who takes what is known of lines. */
export interface Taker {
  /** What an event says; of an event with one scalar, what that scalar says. */
  readonly say: (event: Event) => Saying;
  readonly wants: (name: string) => boolean;
  /** What counts the events of a name. */
  readonly counterOf: (name: string) => Counter;
}

export function createShortcut(
  catalogue: Catalogue,
  metrics: Pick<Metrics, "signals" | "consent">,
  { say, wants, counterOf }: Taker,
): Shortcut {
  const lines = createShapes<Meaning, Shape>();
  const fieldsOf = declaredFields(catalogue);
  const isRead = readsOf(catalogue, metrics);
  const isCapture = catalogue.form === "capture";
  const named = catalogue.name.split(".");
  let patience = PATIENCE;
  /** Shapes of events in batches; none until one is met, so that logs without batches hold nothing. */
  let members: Shapes<Meaning, Shape> | undefined;
  /** What a line that holds a batch counts in itself. */
  let batchCounters: readonly Counter[] = [];

  /** Whether any scalar does at this place. */
  function isIdle(name: string, path: Path): boolean {
    if (isRead(name, path)) return false;
    const [first = ""] = path;
    if (typeof first === "number") return false;
    return isCapture ? isEnvelope(first) : !fieldsOf(name).has(first);
  }

  const vocabularyAt = createVocabularies(catalogue, { fieldsOf, isIdle, say });

  function learnEvent(
    shapes: Shapes<Meaning, Shape>,
    line: Stretch,
    reading: Reading,
    counters: readonly Counter[],
  ): void {
    if (patience < COST || line.to - line.from > MAX_BYTES || shapes.isFull()) return;
    patience -= COST;
    if (reading.came !== "event" && reading.came !== "ignored") return;
    const { came, event } = reading;
    const { name } = event;
    // What is ignored for the type of a field is not ignored for its shape.
    if (came === "ignored" && catalogue.events.has(name)) return;
    const slots = slotsOf(line);
    const naming = slots?.find(({ path }) => isAt(path, named));
    if (slots === undefined || naming === undefined) return;
    const others = slots.filter((slot) => slot !== naming);
    const places = others.map((slot) => ({ ...slot, vocabulary: vocabularyAt(name, slot.path) }));
    const kept = others.map(({ path }) => path).filter((path) => !isIdle(name, path));
    shapes.learn(line, places, {
      came,
      counters: came === "event" ? [...counters, counterOf(name)] : counters,
      name,
      isWanted: wants(name),
      naming: naming.path,
      judged: say({ name, body: {}, line: 0, index: 0 }).judged,
      read: [...kept.keys()].filter((at) => isRead(name, kept[at] ?? [])),
      who: WHO.map((who) => kept.findIndex((path) => isAt(path, who))).filter((at) => at !== -1),
    });
  }

  function learnBatch(
    line: Stretch,
    events: readonly Reading[],
    counters: readonly Counter[],
  ): void {
    if (patience < COST) return;
    patience -= COST;
    const { bytes, view, to } = line;
    const stretches: Stretch[] = [];
    const isKind = isBatch(line, isAroundBatch, (from) => {
      const end = outline({ bytes, view, from, to })?.end ?? -1;
      stretches.push({ bytes, view, from, to: end });
      return end;
    });
    if (!isKind) return;
    // Each event counts once, after the line.
    const own = counters.length - events.length;
    batchCounters = counters.slice(0, own);
    const shapes = (members ??= createShapes());
    for (const [index, stretch] of stretches.entries()) {
      const reading = events[index];
      if (reading === undefined || shapes.match(stretch) !== undefined) continue;
      learnEvent(shapes, stretch, reading, counters.slice(own + index, own + index + 1));
    }
  }

  return {
    read: (line) => {
      const shape = lines.match(line);
      const { meanings, count, end } = lines.met;
      if (shape === undefined || end !== line.to) return undefined;
      if (patience < PATIENCE) patience += 1;
      return { shape, meanings, count };
    },
    readBatch: (line) => {
      if (members === undefined) return undefined;
      const { match, met } = members;
      const { bytes, view, to } = line;
      const events: Known[] = [];
      const isKnown = isBatch(line, isAroundBatch, (from) => {
        const shape = match({ bytes, view, from, to });
        const { meanings, count, end } = met;
        if (shape === undefined) return -1;
        events.push({ shape, meanings: meanings.slice(0, count), count });
        return end;
      });
      if (!isKnown) return undefined;
      patience = Math.min(PATIENCE, patience + events.length);
      return { counters: batchCounters, events };
    },
    learn: (line, { readings: [first, ...others], counters }) => {
      if (first?.came === "batch") learnBatch(line, others, counters);
      else if (first !== undefined && others.length === 0) learnEvent(lines, line, first, counters);
    },
  };
}

/** The scalars of an event's line, if what it says goes by its places. */
function slotsOf(line: Stretch): readonly Slot[] | undefined {
  const outlined = outline(line);
  if (outlined === undefined || outlined.end !== line.to) return undefined;
  const isOdd = outlined.slots.some(
    ({ path }) => isAt(path, PROPERTIES) || isAt(path, BATCH) || isInside(path),
  );
  return isOdd ? undefined : outlined.slots;
}

/** In a row of an export it may be text that is opened, with places of its own. */
const PROPERTIES: Path = ["properties"];
/** An empty list makes the line a batch. */
const BATCH: Path = ["batch"];

/** Where an event of a capture says whom it is about: the first that says something does. */
const WHO: readonly Path[] = [["distinct_id"], ["properties", "distinct_id"]];

/** Whether a place lies in what is one value, however much of it there is: a flag's, or somebody. */
function isInside([first, second, ...more]: Path): boolean {
  if (first === "distinct_id") return second !== undefined;
  return more.length > 0 && (second === "distinct_id" || isFeature(String(second)));
}

const isAt = (path: Path, other: Path): boolean =>
  path.length === other.length && path.every((step, at) => step === other[at]);

/** Whether counters read what stands at a place, or who it is about and when it was. */
function readsOf(
  catalogue: Catalogue,
  metrics: Pick<Metrics, "signals" | "consent">,
): (name: string, path: Path) => boolean {
  const mapping = mappingOf(catalogue, metrics);
  const own = ["distinct_id", ...(metrics.signals.length > 0 ? ["timestamp"] : [])];
  return (name, path) => {
    const [first = "", second] = path;
    const isOwn =
      own.includes(String(first)) || (first === "properties" && second === "distinct_id");
    if (isOwn && catalogue.form === "capture") return true;
    return path.some((_, at) => mapping.readAs(name, path.slice(0, at + 1)) !== undefined);
  };
}
