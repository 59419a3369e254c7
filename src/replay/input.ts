import type { Judgement } from "../privacy/event/judgement.ts";

/** A rule about the log itself, whatever its events say. */
export type InputRule = Omit<Judgement, "pointer">;

/** The rules about input (privacy-rules 8). A log from which nothing was read proves nothing. */
export const inputRules: Readonly<
  Record<"malformed" | "oversized" | "truncated" | "empty", InputRule>
> = {
  malformed: {
    rule: "input.malformed",
    severity: "warning",
    message: "This cannot be read as an event, so it was not checked",
  },
  oversized: {
    rule: "input.oversized",
    severity: "warning",
    message: "The line is longer than 1,048,576 bytes, so it was not checked",
  },
  truncated: {
    rule: "input.truncated",
    severity: "warning",
    message: "The compressed log ends early, so what came after was not checked",
  },
  empty: {
    rule: "input.empty",
    severity: "error",
    message: "No line of this log became an event, so the replay has checked nothing",
  },
};
