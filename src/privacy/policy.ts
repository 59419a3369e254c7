/** A finding that the config accepts, with the reason and the last day it does. */
export interface Ignore {
  readonly rule: string;
  /** The dotted place inside the event, such as `properties.workspaceId`. */
  readonly at: string | undefined;
  readonly reason: string;
  /** ISO date; that day still counts. */
  readonly expires: string;
}

/** The `[privacy]` table. */
export interface PrivacyPolicy {
  readonly rules: "recommended" | "strict";
  /** Released cells with fewer contributors are suppressed. */
  readonly minCount: number;
  readonly ignores: readonly Ignore[];
}
