import { beforeEach, describe, expect, test } from "vitest";
import { experimentBody, flagBody, server, validationError, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

describe("deleting and restoring", () => {
  test("a flag that an experiment uses gives its key away and takes it back", async () => {
    await api("POST", "/experiments/", experimentBody("checkout"));
    const deleted = await api("PATCH", "/feature_flags/1/", { deleted: true });
    expect(deleted.body).toMatchObject({ deleted: true, key: "checkout:deleted:1" });
    expect((await api("PATCH", "/feature_flags/1/", { deleted: false })).body.key).toBe("checkout");
  });

  test("a restored flag whose key is taken gets the next one", async () => {
    await api("POST", "/experiments/", experimentBody("checkout"));
    await api("PATCH", "/feature_flags/1/", { deleted: true });
    await api("POST", "/feature_flags/", flagBody("checkout"));
    expect((await api("PATCH", "/feature_flags/1/", { deleted: false })).body.key).toBe(
      "checkout-2",
    );
  });

  test("a key held only by a deleted flag is free", async () => {
    await api("POST", "/feature_flags/", flagBody("checkout"));
    await api("PATCH", "/feature_flags/1/", { deleted: true });
    expect((await api("POST", "/feature_flags/", flagBody("checkout"))).status).toBe(201);
    expect((await api("GET", "/feature_flags/1/")).body.key).toBe("checkout:deleted:1");
  });

  test("a running experiment keeps its flag and its variants", async () => {
    await api("POST", "/experiments/", experimentBody("checkout"));
    await api("POST", "/experiments/1/launch/");
    const running = '"Experiment checkout" (ID: 1)';
    expect(await api("PATCH", "/feature_flags/1/", { deleted: true })).toMatchObject({
      status: 400,
      body: validationError(
        `Cannot delete a feature flag that is linked to running experiment(s): ${running}. Please stop the experiment(s) before deleting the flag.`,
      ),
    });
    const variants = [{ key: "control", rollout_percentage: 100 }];
    expect(
      await api("PATCH", "/feature_flags/1/", { filters: { multivariate: { variants } } }),
    ).toMatchObject({
      status: 400,
      body: validationError(
        `Cannot remove variant(s) 'test' from a feature flag that is linked to running experiment(s): ${running}. Please stop the experiment(s) before removing variants.`,
        "filters",
      ),
    });
  });
});

describe("flags that depend on flags", () => {
  beforeEach(async () => {
    await api("POST", "/feature_flags/", flagBody("base"));
    await api("POST", "/feature_flags/", flagBody("top", on(1)));
  });

  test.each(["disable", "archive"])(
    "%s is refused while another flag looks at it",
    async (verb) => {
      expect(await api("POST", `/feature_flags/1/${verb}/`)).toMatchObject({
        status: 400,
        body: validationError(
          "Cannot disable this feature flag because other flags depend on it: top (ID: 2). Please update or disable the dependent flags first.",
        ),
      });
    },
  );

  test("dependents are listed", async () => {
    expect((await api("GET", "/feature_flags/1/dependent_flags/")).body).toEqual([
      { id: 2, key: "top", name: "" },
    ]);
  });

  test("a flag is not enabled before what it depends on", async () => {
    await api("POST", "/feature_flags/2/disable/");
    await api("POST", "/feature_flags/1/disable/");
    expect(await api("POST", "/feature_flags/2/enable/")).toMatchObject({
      status: 400,
      body: validationError(
        "Cannot enable this feature flag because it depends on disabled flags: base (ID: 1). Please enable the dependency flags first.",
      ),
    });
  });

  test.each([
    [
      "base",
      "Flag dependencies must reference flag IDs (integers), not flag keys. Invalid reference: 'base'",
    ],
    [9, "Flag dependency references non-existent flag with ID 9"],
    [2, "Circular dependency detected: base → top → base"],
    [1, "Feature flag 'base' cannot depend on itself"],
  ])("a dependency on %j is refused", async (id, detail) => {
    expect(await api("PATCH", "/feature_flags/1/", { filters: on(id) })).toMatchObject({
      status: 400,
      body: validationError(detail, "filters"),
    });
  });

  test("a dependency on a disabled flag is refused", async () => {
    await api("POST", "/feature_flags/", { ...flagBody("off"), active: false });
    expect((await api("POST", "/feature_flags/", flagBody("new", on(3)))).body).toEqual(
      validationError(
        "Cannot create dependency on disabled flag 'off' (ID: 3). Flag dependencies must reference active flags only.",
        "filters",
      ),
    );
  });
});

const on = (id: number | string): object => ({
  groups: [
    {
      properties: [{ type: "flag", key: String(id), operator: "flag_evaluates_to", value: true }],
      rollout_percentage: 100,
    },
  ],
});
