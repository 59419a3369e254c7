import { describe, expect, test } from "vitest";
import type { MetricDeclaration } from "../../src/experiment/declaration.ts";
import type { ObservedExperiment } from "../../src/experiment/observed.ts";
import { overlapsOf } from "../../src/experiment/overlap.ts";
import { experimentOf, metricOf } from "./declared.ts";

const primary = (event: string): MetricDeclaration => metricOf("decides", event);
const secondary = (event: string): MetricDeclaration => ({
  ...metricOf("measured", event),
  role: "secondary",
});

const running = (key: string, ...metrics: MetricDeclaration[]): ObservedExperiment => ({
  key,
  id: 1,
  version: 1,
  stage: "running",
  name: key,
  hypothesis: "",
  holdout: undefined,
  metrics,
  conclusion: null,
  comment: null,
  startedAt: null,
  endedAt: null,
  origin: null,
});

describe("an experiment overlaps with a running one", () => {
  const ours = experimentOf("ours", { metrics: [primary("purchase"), secondary("error")] });

  test.each([
    ["that decides on the same event", primary("purchase")],
    ["that measures what decides ours", secondary("purchase")],
    ["that decides on what ours measures", primary("error")],
  ])("%s", (_what, metric) => {
    const [event] = metric.events;
    expect(overlapsOf(ours, [running("theirs", metric)])).toEqual([
      { key: "theirs", on: { event } },
    ]);
  });

  test("on the same flag, whatever it measures", () => {
    expect(overlapsOf(ours, [running("ours")])).toEqual([{ key: "ours", on: { flag: true } }]);
  });

  test.each([
    ["with other events", primary("login")],
    ["that, like ours, only measures the event", secondary("error")],
  ])("but not with one %s", (_what, metric) => {
    expect(overlapsOf(ours, [running("theirs", metric)])).toEqual([]);
  });
});
