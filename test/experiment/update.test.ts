import { describe, expect, test } from "vitest";
import { experimentOf, flagOf, flagOn, metricOf } from "./declared.ts";
import { applyAll, planFor, remote } from "./remote.ts";

describe("what an update leaves alone", () => {
  test("is everything the config cannot say", async () => {
    const { store, ask } = remote();
    await ask("POST", "feature_flags/", {
      key: "stats-tab",
      ensure_experience_continuity: true,
      filters: {
        groups: [{ rollout_percentage: 10, description: "Beta", sort_key: "a" }],
        feature_enrollment: true,
      },
    });
    await applyAll(store, [flagOf("stats-tab", { rollout: 50 })]);
    expect(await ask("GET", "feature_flags/1/")).toMatchObject({
      ensure_experience_continuity: true,
      filters: {
        feature_enrollment: true,
        groups: [{ rollout_percentage: 50, description: "Beta", sort_key: "a" }],
      },
    });
  });

  test("is a metric's uuid and what was set on it in PostHog", async () => {
    const { store, ask } = remote();
    const declared = [metricOf("Errors", "error_occurred"), metricOf("Visits", "visit")];
    await applyAll(store, [experimentOf("checkout", { metrics: declared })]);
    const { metrics } = await ask("GET", "experiments/1/");
    const set = { ...metrics[0], conversion_window: 3 };
    await ask("PATCH", "experiments/1/", {
      metrics: [set, metrics[1]],
      allow_unknown_events: true,
    });
    await applyAll(store, [
      experimentOf("checkout", { metrics: [declared[0]!, metricOf("Visits", "page_seen")] }),
    ]);
    expect((await ask("GET", "experiments/1/")).metrics).toMatchObject([
      { uuid: metrics[0].uuid, conversion_window: 3 },
      { uuid: metrics[1].uuid, source: { event: "page_seen" } },
    ]);
  });

  test("is every object that is not declared", async () => {
    const { store, ask } = remote();
    await ask("POST", "feature_flags/", { key: "theirs", filters: { groups: [{}] } });
    const before = await ask("GET", "feature_flags/1/");
    await applyAll(store, [flagOf("ours"), experimentOf("theirs", { remote: false })]);
    expect(await ask("GET", "feature_flags/1/")).toEqual(before);
    expect((await ask("GET", "experiments/")).count).toBe(0);
  });
});

describe("flags that depend on flags", () => {
  test("are written after those, by id, and read back by key", async () => {
    const { store, ask } = remote();
    const declared = [flagOn("a", "b"), flagOn("b", "c"), flagOf("c")];
    const { steps } = await applyAll(store, declared);
    expect(steps.map(({ change }) => change.key)).toEqual(["c", "b", "a"]);
    const { filters } = await ask("GET", "feature_flags/3/");
    expect(filters.groups[0].properties[0].key).toBe("2");
    expect((await planFor(store, declared)).changes).toEqual([]);
  });
});

describe("holdouts", () => {
  test("are named by id; PostHog knows how many people they hold out", async () => {
    const { store, ask } = remote();
    await ask("POST", "experiment_holdouts/", {
      name: "Tenth",
      filters: [{ rollout_percentage: 10 }],
    });
    const declared = [
      experimentOf("checkout", { holdout: 1 }),
      flagOf("stats-tab", { holdout: 1 }),
    ];
    await applyAll(store, declared);
    for (const id of [1, 2])
      expect((await ask("GET", `feature_flags/${id}/`)).filters.holdout).toEqual({
        id: 1,
        exclusion_percentage: 10,
      });
    expect((await planFor(store, declared)).changes).toEqual([]);
  });
});
