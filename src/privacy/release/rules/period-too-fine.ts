import { type PayloadRule, payloads, periodReading } from "../payload-parts.ts";

export const periodTooFine: PayloadRule = {
  id: "time.period-too-fine",
  severity: "error",
  why: "The period is finer than declared",
  hint: "Send the declared period",
  finds: (payload) => periodReading(payload) === "too-fine",
  examples: payloads(
    [{ period: "2026-02-03" }, { period: "2026-02-03T09:00" }],
    [{ period: "2026-W05" }, { period: "soon" }],
  ),
};
