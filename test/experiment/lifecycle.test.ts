import { describe, expect, test } from "vitest";
import { requireStep, type Stage, type Verb, verbsFrom } from "../../src/experiment/lifecycle.ts";

const LEGAL: Readonly<Record<Stage, readonly Verb[]>> = {
  draft: ["launch"],
  running: ["pause", "freeze", "unfreeze", "conclude", "ship", "reset"],
  paused: ["resume", "conclude", "reset"],
  stopped: ["ship", "archive", "reset"],
  archived: ["reset"],
};
const STAGES: readonly Stage[] = ["draft", "running", "paused", "stopped", "archived"];
const VERBS = [...new Set(Object.values(LEGAL).flat())];

describe.each(STAGES)("an experiment that is %s", (stage) => {
  test("allows exactly its own verbs", () => {
    expect(verbsFrom(stage)).toEqual(LEGAL[stage]);
  });

  test.each(VERBS.filter((verb) => !LEGAL[stage].includes(verb)))(
    "refuses %s and names the legal verbs",
    (verb) => {
      expect(() => {
        requireStep(verb, { key: "checkout", stage });
      }).toThrow(
        expect.objectContaining({ kind: "refused", hint: `Legal now: ${LEGAL[stage].join(", ")}` }),
      );
    },
  );
});
