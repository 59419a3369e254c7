import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";

/** What came of a line, or of one member of a batch. Blank lines come to nothing. */
export type Reading =
  | { readonly came: "event"; readonly event: Event }
  /** Not counted, for its name or for the type of a field. */
  | { readonly came: "ignored"; readonly event: Event }
  /** What stood around the events of a batch. */
  | { readonly came: "batch"; readonly body: Event["body"]; readonly line: number }
  /** `index` is the place in a batch, null when the line as a whole is meant. */
  | { readonly came: "malformed"; readonly line: number; readonly index: number | null }
  | { readonly came: "oversized"; readonly line: number };

/** Makes events of one parsed line, and says into which of its counters each falls. */
export type ReadValue<C extends string> = (
  value: unknown,
  line: number,
  count: (counter: C | "malformed") => void,
) => readonly Reading[];

/** A form of log. Every line falls into one of `LINE_COUNTERS` or of the reader's own. */
export interface Reader<C extends string = string> {
  readonly id: Catalogue["form"];
  /** The counters of this form, in the order of reports. */
  readonly counters: readonly C[];
  /** The counter of what became an event; a log where it stays zero is empty. */
  readonly events: C;
  /** Prepares for a catalogue; the result runs for every line. */
  readonly open: (catalogue: Catalogue) => ReadValue<C>;
}

/** What every log counts: all lines, and those that are no business of any form. */
export const LINE_COUNTERS = ["lines", "blank", "malformed", "oversized"] as const;
