export type Severity = "error" | "warning" | "note";

/** Something that a rule found, without the value it found. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** The log as given, or the config file for a finding about a definition. */
  readonly path: string;
  /** From one; null for the whole file. */
  readonly line: number | null;
  /** The index in the batch, 0 for a single line; null when no event is meant. */
  readonly event: number | null;
  /** The dotted place inside the event or the config; data-like names stand as `*`. */
  readonly pointer: string;
  /** How often this fingerprint was found in this log. */
  readonly count: number;
  /** 32 hex digits, the same wherever the line moves: see `fingerprint.ts`. */
  readonly fingerprint: string;
  /** Speaks of the rule and never quotes. */
  readonly message: string;
  /** The declared name of the event, where one is meant. */
  readonly name?: string;
}
