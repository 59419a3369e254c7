import type { Event } from "../event/event.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Counter } from "./log-reader.ts";
import { type Meaning, put } from "./meaning.ts";
import type { Path } from "./shapes/outline.ts";

/** What is known of an event: its shape, and the meanings of its scalars until the next line. */
export interface Known {
  readonly shape: Shape;
  readonly meanings: readonly Meaning[];
  readonly count: number;
}

/** What an event of this shape is. */
export interface Shape {
  readonly came: "event" | "ignored";
  /** What goes up by each, and by the line that it is. */
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

/** What is known of a line that holds a batch. */
export interface KnownBatch {
  /** What goes up by the line itself. */
  readonly counters: readonly Counter[];
  readonly events: readonly Known[];
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
