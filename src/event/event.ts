/** One captured event, and where in its log it stood. */
export interface Event {
  readonly name: string;
  /**
   * The whole event as it was captured: `properties` is inside it for a PostHog capture, the
   * fields themselves for an agent stream. Parsed JSON, so nothing in it is trusted.
   */
  readonly body: Readonly<Record<string, unknown>>;
  /** The line of the log, from one. */
  readonly line: number;
  /** The index in its batch; 0 for an event on a line of its own. */
  readonly index: number;
}
