import type { SignalKind } from "../kind.ts";

/** Counts each selected event once. */
export const count: SignalKind<"count"> = {
  id: "count",
  about: "How often an event happens",
  compile: () => () => "total",
  examples: [
    {
      signal: { kind: "count", name: "turns", on: "turn_done", when: [], unless: new Map() },
      counts: [
        [{ kind: "turn_done" }, "total"],
        [{}, "total"],
      ],
    },
  ],
};
