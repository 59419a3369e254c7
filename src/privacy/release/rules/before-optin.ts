import { GRANT } from "../../hints.ts";
import { type ConsentRule, countings } from "../counting.ts";

export const beforeOptin: ConsentRule = {
  id: "consent.before-optin",
  severity: "error",
  why: "Something from before the consent was counted",
  hint: GRANT,
  finds: ({ counted, events, grant: { state, on } }) =>
    state === "granted" &&
    on !== undefined &&
    counted > events.filter((at) => dayOf(at) > dayOf(on)).length,
  examples: countings(
    [{ events: ["2026-01-04"] }, { events: ["2026-01-05T23:59:00Z"] }],
    [{}, { events: ["2026-01-04"], counted: 0 }],
  ),
};

/** The day of the grant itself does not count. */
const dayOf = (moment: string): string => moment.slice(0, 10);
