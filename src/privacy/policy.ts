import type { Severity } from "./finding.ts";

/** A finding that the config accepts, with the reason and the last day it does. */
export interface Ignore {
  readonly rule: string;
  /** The dotted place inside the event, such as `properties.workspaceId`. */
  readonly at: string | undefined;
  readonly reason: string;
  /** ISO date; that day still counts. */
  readonly expires: string;
}

/** What a config makes of a rule's findings: how grave they are, or none at all. */
export type Grade = Severity | "off";

/** The `[privacy]` table. */
export interface PrivacyPolicy {
  readonly rules: "recommended" | "strict";
  /** By full id, for the rules that the config grades itself; `rules` says nothing of these. */
  readonly grades?: ReadonlyMap<string, Grade>;
  /** Released cells with fewer contributors are suppressed. */
  readonly minCount: number;
  /** The most bits that one installation may be able to say in one period; absent: any. */
  readonly maxCapacityBits?: number;
  readonly ignores: readonly Ignore[];
}
