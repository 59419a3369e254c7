import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import type { Metrics } from "../metrics/signal.ts";
import { isEnvelope } from "../privacy/event/judge.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import { declaredFields } from "./declared.ts";
import { isFeature } from "./features.ts";
import { mappingOf } from "./proof/mapping.ts";
import type { Reading } from "./reader.ts";
import { createVocabularies, type Meaning, put } from "./meaning.ts";
import type { Counter } from "./log-reader.ts";
import type { Saying } from "./saying.ts";
import { outline, type Path, type Slot, type Stretch } from "./shapes/outline.ts";
import { createShapes } from "./shapes/shapes.ts";

/**
 * Reads lines whose shape was met before without parsing them: what a line says is what its
 * scalars say, each at its place, and that was worked out when they were new. Everything else is
 * read the long way, which gives the same answer.
 */
export interface Shortcut {
  /** Undefined for a line that must be read the long way. */
  readonly read: (line: Stretch) => Known | undefined;
  /** Remembers what was read the long way, and in which counters of the reader it counted. */
  readonly learn: (line: Stretch, reading: Reading, counters: readonly Counter[]) => void;
}

/** What is known of a line: its shape, and the meanings of its scalars until the next line. */
export interface Known {
  readonly shape: Shape;
  readonly meanings: readonly Meaning[];
  readonly count: number;
}

/** What a line of this shape is. */
export interface Shape {
  readonly came: "event" | "ignored";
  /** What goes up by each line. */
  readonly counters: readonly Counter[];
  readonly name: string;
  /** Whether anything is counted of it besides, or consent is told. */
  readonly isWanted: boolean;
  /** Where its name stands. */
  readonly naming: Path;
  /** What is found whatever its scalars are. */
  readonly judged: readonly Judgement[];
  /** Which of its scalars counters read. */
  readonly read: readonly number[];
  /** Which of its scalars may say whom it is about; the first that says something does. */
  readonly who: readonly number[];
}

/** As much of the event as counters may read. */
export function bodyOf({ shape, meanings }: Known): Event["body"] {
  const body: Record<string, unknown> = {};
  for (const at of shape.read) {
    const meaning = meanings[at];
    if (meaning !== undefined) put(body, meaning.path, meaning.value);
  }
  return body;
}

/** What says whom the event is about. */
export function whoOf({ shape, meanings }: Known): Meaning | undefined {
  for (const at of shape.who) {
    const value = meanings[at]?.value;
    if (value !== undefined && value !== null) return meanings[at];
  }
  return undefined;
}

/** As much of the event as something was found in. */
export function judgedBodyOf({ shape, meanings, count }: Known): Event["body"] {
  const body: Record<string, unknown> = {};
  put(body, shape.naming, shape.name);
  for (const { judged, path, value } of meanings.slice(0, count))
    if (judged.length > 0) put(body, path, value);
  return body;
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
  const shapes = createShapes<Meaning, Shape>();
  const fieldsOf = declaredFields(catalogue);
  const isRead = readsOf(catalogue, metrics);
  const isCapture = catalogue.form === "capture";
  const named = catalogue.name.split(".");
  let patience = PATIENCE;

  /** Whether any scalar does at this place. */
  function isIdle(name: string, path: Path): boolean {
    if (isRead(name, path)) return false;
    const [first = ""] = path;
    if (typeof first === "number") return false;
    return isCapture ? isEnvelope(first) : !fieldsOf(name).has(first);
  }

  const vocabularyAt = createVocabularies(catalogue, { fieldsOf, isIdle, say });

  return {
    read: (line) => {
      const shape = shapes.match(line);
      if (shape === undefined) return undefined;
      const { meanings, count } = shapes.met;
      if (patience < PATIENCE) patience += 1;
      return { shape, meanings, count };
    },
    learn: (line, reading, counters) => {
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
    },
  };
}

/** The scalars of an event's line, if what it says goes by its places. */
function slotsOf(line: Stretch): readonly Slot[] | undefined {
  const slots = outline(line);
  return slots?.some(({ path }) => isAt(path, PROPERTIES) || isInside(path)) === true
    ? undefined
    : slots;
}

/** In a row of an export it may be text that is opened, with places of its own. */
const PROPERTIES: Path = ["properties"];

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
