import type { PropertyType } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import type { Severity } from "../privacy/finding.ts";

/** What a rule says about one place, without the value that stands there. */
export interface Found {
  readonly rule: string;
  readonly severity: Severity;
  /** The dotted path inside the event; empty for the event or line as a whole. */
  readonly pointer: string;
  readonly message: string;
}

/** Everything a replay asks of the privacy rules; they are prepared for one catalogue. */
export interface Judge {
  /** What the rules find in an event that left. */
  readonly event: (event: Event) => Iterable<Found>;
  /** Whether a value that is not null has a declared type; objects are not asked about. */
  readonly fits: (type: PropertyType, value: unknown) => boolean;
  /** The ids of the string rules that a text breaks. */
  readonly text: (text: string) => readonly string[];
  /** What makes findings the same wherever they are: rule, pointer, and the event's shown name. */
  readonly fingerprint: (rule: string, pointer: string, name: string) => string;
}
