import { describe, expect, test } from "vitest";
import {
  type Life,
  requireStep,
  type Stage,
  type Verb,
  verbsFrom,
} from "../../src/experiment/lifecycle.ts";

const LEGAL: Readonly<Record<Stage, readonly Verb[]>> = {
  draft: ["launch"],
  running: ["pause", "freeze", "conclude", "ship", "reset"],
  paused: ["resume", "conclude", "reset"],
  stopped: ["ship", "archive", "reset"],
  archived: ["reset"],
};
const STAGES: readonly Stage[] = ["draft", "running", "paused", "stopped", "archived"];
const VERBS = [...new Set(Object.values(LEGAL).flat())];

const open = (stage: Stage): Life => ({ stage, frozen: false });

describe.each(STAGES)("an experiment that is %s", (stage) => {
  test("allows exactly its own verbs", () => {
    expect(verbsFrom(open(stage))).toEqual(LEGAL[stage]);
  });

  test.each(VERBS.filter((verb) => !LEGAL[stage].includes(verb)))(
    "refuses %s and names the legal verbs",
    (verb) => {
      expect(() => {
        requireStep(verb, { key: "checkout", ...open(stage) });
      }).toThrow(
        expect.objectContaining({ kind: "refused", hint: `Legal now: ${LEGAL[stage].join(", ")}` }),
      );
    },
  );
});

test("only a frozen enrolment is unfrozen, and only an open one frozen", () => {
  const frozen = verbsFrom({ stage: "running", frozen: true });
  expect(frozen).toEqual(["pause", "unfreeze", "conclude", "ship", "reset"]);
  expect(verbsFrom(open("running"))).not.toContain("unfreeze");
});
