import type { Body } from "../../metrics/path.ts";
import type { Shape } from "./samples.ts";

/** Changes one event. */
export type Change = (body: Body) => Body;

/**
 * Two ways to write the events of a shape that must seal to the same bytes: they differ only in
 * what must not count (`privacy-rules.md` 6).
 */
export interface Law {
  readonly rule:
    | "flow.interference"
    | "flow.length-channel"
    | "flow.order-dependence"
    | "flow.time-dependence"
    | "flow.nondeterminism";
  /** Where in the event the two differ, as it may be shown. */
  readonly pointer: string;
  readonly one: Change;
  readonly other: Change;
}

export const unchanged: Change = (body) => body;

/** The laws of a shape. */
export type LawsOf = (shape: Shape) => readonly Law[];
