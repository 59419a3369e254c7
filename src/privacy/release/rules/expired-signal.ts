import type { DefinitionRule } from "../definition.ts";

export const expiredSignal: DefinitionRule = {
  id: "def.expired-signal",
  severity: "warning",
  why: "The signal is past its last day, or ends too far ahead",
  hint: "Remove the signal, or agree on another day",
  finds: ({ definition: { expires }, policy: { today } }) =>
    expires !== undefined && today !== undefined && !isWithin(expires, today),
  examples: {
    finds: [
      { definition: { name: "turns", expires: "2026-05-31" }, policy: { today: "2026-06-01" } },
      { definition: { name: "turns", expires: "2028-06-01" }, policy: { today: "2026-06-01" } },
    ],
    passes: [
      { definition: { name: "turns", expires: "2026-06-01" }, policy: { today: "2026-06-01" } },
    ],
  },
};

/** The last day still counts. */
function isWithin(expires: string, today: string): boolean {
  return expires >= today && Date.parse(expires) - Date.parse(today) <= MAX_DAYS * 86_400_000;
}

/** Glean's bound for how far ahead a signal may end. */
const MAX_DAYS = 730;
