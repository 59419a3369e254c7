import { describe, expect, test } from "vitest";
import { OpsError } from "../../src/errors.ts";
import type { Step } from "../../src/experiment/apply.ts";
import { toFlag } from "../../src/experiment/flag.ts";
import { EMPTY_BASE } from "../../src/experiment/lock.ts";
import { text } from "../../src/report/formats/text.ts";
import { movesSentence, reportApply, reportPlan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { experimentOf, flagOf, sharesOf } from "../experiment/declared.ts";
import { baseOf, planOver } from "../experiment/world.ts";

const asText = (report: Report): string =>
  text.render({ command: "plan", exitCode: 0, report, diagnostics: [] });

const held = toFlag(flagOf("stats-tab", { rollout: 10 }));
const planned = planOver(
  [
    flagOf("stats-tab", { rollout: 35, tags: ["ui"] }),
    experimentOf("checkout", { variants: sharesOf({ control: 40, test: 60 }) }),
  ],
  { flags: [held] },
);

describe("a plan on paper", () => {
  test("reads like a plan: what is new on a line, what changes field by field, and who moves", () => {
    const lines = asText(reportPlan(planned, { changesAre: "ok" })).split("\n");
    expect(lines.filter((line) => line !== "")).toEqual([
      '+ create flag checkout: variants "control" 40 %, "test" 60 %; rollout 100 %',
      "~ update flag stats-tab",
      '  tags: [] → ["ui"]',
      "  rollout: 10 → 35",
      "  25 % of people enter",
      '+ create experiment checkout: hypothesis "It helps"',
      'Flag "stats-tab" was never applied from here, and people who get it now would get another: apply with --confirm stats-tab',
      "2 to create, 1 to update, nothing to delete",
    ]);
  });

  test("is the contract's data", () => {
    const { data } = reportPlan(planned, { changesAre: "ok" });
    expect(Object.keys(data)).toEqual(["changes"]);
    expect(data["changes"]).toContainEqual({
      action: "update",
      kind: "flag",
      key: "stats-tab",
      fields: [
        { path: "tags", state: "pending", base: null, config: ["ui"], remote: [] },
        { path: "rollout", state: "pending", base: null, config: 35, remote: 10 },
      ],
      moves: { enter: 0.25, leave: 0, switch: 0 },
    });
  });

  test("tells drift and conflict from what is pending", () => {
    const drifted = planOver(
      [flagOf("stats-tab", { rollout: 20 })],
      { flags: [held] },
      baseOf(toFlag(flagOf("stats-tab", { rollout: 20 }))),
    );
    expect(asText(reportPlan(drifted, { changesAre: "ok" }))).toContain(
      "rollout: 10 → 20 (drift: changed in PostHog)",
    );
  });

  test("is a finding only where the asker says so, and only with changes", () => {
    expect(reportPlan(planned, { changesAre: "ok" }).outcome).toBe("ok");
    expect(reportPlan(planned, { changesAre: "findings" }).outcome).toBe("findings");
    const nothing = planOver([], {}, EMPTY_BASE);
    const report = reportPlan(nothing, { changesAre: "findings" });
    expect(report.outcome).toBe("ok");
    expect(asText(report)).toContain("Nothing to do");
  });

  test("has the notes", () => {
    const over = planOver([experimentOf("checkout")], { stages: { checkout: "stopped" } });
    expect(asText(reportPlan(over, { changesAre: "ok" }))).toContain("left as they are");
  });
});

describe("who moves, in a sentence", () => {
  test.each([
    [{ enter: 0, leave: 0, switch: 0 }, undefined],
    [{ enter: 0.25, leave: 0, switch: 0 }, "25 % of people enter"],
    [{ enter: 0, leave: 0.125, switch: 0.05 }, "12.5 % of people leave, 5 % switch variant"],
    [{ enter: 0.000_001, leave: 0, switch: 0 }, "under 0.01 % of people enter"],
    [null, "Who moves depends on who the people are"],
  ])("%j", (moves, sentence) => {
    expect(movesSentence(moves)).toBe(sentence);
  });
});

describe("an apply on paper", () => {
  const [first, second, third] = planned.changes;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error("the plan has three changes");
  const entry = baseOf(held).flags["stats-tab"];
  if (entry === undefined) throw new Error("the base has the flag");
  const done: Step = {
    outcome: "done",
    change: first,
    entry: { kind: "flag", key: "checkout", applied: entry },
  };
  const error = new OpsError("unavailable", "Cannot ask PostHog: it answered 502");

  test("lists what was done, what failed and what was not attempted", () => {
    const report = reportApply(planned, [
      done,
      { outcome: "failed", change: second, error },
      { outcome: "not-attempted", change: third },
    ]);
    expect(report).toMatchObject({
      outcome: "partial",
      data: {
        done: [{ kind: "flag", key: "checkout" }],
        failed: [{ kind: "flag", key: "stats-tab", error: "unavailable" }],
        notAttempted: [{ kind: "experiment", key: "checkout" }],
      },
    });
    expect(asText(report)).toContain("failed: update flag stats-tab: Cannot ask PostHog");
    expect(asText(report)).toContain("Applied 1 of 3: run again to go on");
  });

  test("is fine when all was done", () => {
    expect(reportApply(planned, [done])).toMatchObject({ outcome: "ok", data: { failed: [] } });
  });
});
