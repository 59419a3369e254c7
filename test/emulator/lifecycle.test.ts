import { beforeEach, expect, test } from "vitest";
import { experimentBody, NOW, server, validationError, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

/** `copy` after some verbs. */
const after = async (path: string): Promise<void> => {
  await api("POST", "/experiments/", experimentBody("copy"));
  for (const verb of path.split(" ").filter(Boolean)) {
    const { status, body } = await api("POST", `/experiments/1/${verb}/`);
    expect([status, body]).toEqual([200, expect.anything()]);
  }
};

test.each([
  ["", "draft", false],
  ["launch", "running", true],
  ["launch pause", "paused", false],
  ["launch pause resume", "running", true],
  ["launch end", "stopped", true],
  ["launch pause end", "stopped", false],
  ["launch end archive", "stopped", true],
  ["launch end archive unarchive", "stopped", true],
  ["launch reset", "draft", true],
  ["launch end archive reset", "draft", true],
  ["launch freeze_exposure", "exposure_frozen", true],
  ["launch freeze_exposure unfreeze_exposure", "running", true],
])("after %j it is %s and its flag's `active` is %s", async (path, status, active) => {
  await after(path);
  expect((await api("GET", "/experiments/1/")).body).toMatchObject({
    status,
    feature_flag: { active },
  });
});

const NOT_LAUNCHED = "Experiment has not been launched yet.";
const ENDED = "Experiment has already ended.";

test.each([
  ["launch", "launch", "Experiment has already been launched."],
  ["", "pause", NOT_LAUNCHED],
  ["launch end", "pause", ENDED],
  ["launch pause", "pause", "Experiment is already paused."],
  ["", "resume", NOT_LAUNCHED],
  ["launch end", "resume", ENDED],
  ["launch", "resume", "Experiment is not paused."],
  ["", "end", NOT_LAUNCHED],
  ["launch end", "end", ENDED],
  ["launch", "archive", "Experiment must be ended before it can be archived."],
  ["launch end archive", "archive", "Experiment is already archived."],
  ["launch end", "unarchive", "Experiment is not archived."],
  ["", "reset", "Experiment is already in draft state."],
  ["", "freeze_exposure", NOT_LAUNCHED],
  ["launch pause", "freeze_exposure", "Cannot freeze a paused experiment. Resume it first."],
  ["launch freeze_exposure", "freeze_exposure", "Experiment exposure is already frozen."],
  ["launch", "unfreeze_exposure", "Experiment exposure is not frozen."],
])("after %j, %s is refused", async (path, verb, detail) => {
  await after(path);
  const before = (await api("GET", "/experiments/1/")).body;
  expect(await api("POST", `/experiments/1/${verb}/`)).toMatchObject({
    status: 400,
    body: validationError(detail),
  });
  expect((await api("GET", "/experiments/1/")).body).toEqual(before);
});

test("a launch stamps the clock; a deleted or thin flag stops it", async () => {
  await after("launch");
  expect((await api("GET", "/experiments/1/")).body.start_date).toBe(new Date(NOW).toISOString());
  await api("POST", "/experiments/", experimentBody("gone"));
  await api("PATCH", "/feature_flags/2/", { deleted: true });
  expect((await api("POST", "/experiments/2/launch/")).body.detail).toBe(
    "Experiment cannot be launched because its feature flag has been deleted.",
  );
  await api("POST", "/experiments/", experimentBody("thin"));
  await api("PATCH", "/feature_flags/3/", { filters: { multivariate: null } });
  expect((await api("POST", "/experiments/3/launch/")).body.detail).toBe(
    "Feature flag must have at least 2 variants (a baseline and at least one test variant)",
  );
});

test("an end keeps its conclusion, and forgets one that is not said", async () => {
  await after("launch");
  await api("PATCH", "/experiments/1/", { conclusion: "won" });
  expect(
    (await api("POST", "/experiments/1/end/", { conclusion_comment: "x" })).body,
  ).toMatchObject({
    conclusion: null,
    conclusion_comment: "x",
    end_date: new Date(NOW).toISOString(),
  });
});

const percents = (body: {
  feature_flag: { filters: { multivariate: { variants: object[] } } };
}): object[] => body.feature_flag.filters.multivariate.variants;

test("shipping gives one variant everything, and ends what runs", async () => {
  await after("launch");
  const sent = { variant_key: "test", conclusion: "won" };
  const { body } = await api("POST", "/experiments/1/ship_variant/", sent);
  expect(body).toMatchObject({ status: "stopped", conclusion: "won" });
  expect(percents(body)).toMatchObject([
    { key: "control", rollout_percentage: 0 },
    { key: "test", rollout_percentage: 100 },
  ]);
  expect(body.feature_flag.filters.groups).toHaveLength(1);
});

test("shipping to everyone puts a group before the others, and an ended experiment can ship", async () => {
  await after("launch end");
  await api("PATCH", "/experiments/1/", { conclusion: "lost" });
  const { body } = await api("POST", "/experiments/1/ship_variant/", {
    variant_key: "control",
    release_to_everyone: true,
  });
  expect(body.conclusion).toBe("lost");
  expect(body.feature_flag.filters.groups[0]).toEqual({
    properties: [],
    rollout_percentage: 100,
    description: "Added automatically when the experiment was ended to keep only one variant.",
  });
});

test("shipping is refused for a draft and for a variant that is not there", async () => {
  await after("");
  const ship = async (): Promise<unknown> =>
    (await api("POST", "/experiments/1/ship_variant/", { variant_key: "x" })).body.detail;
  expect(await ship()).toBe(NOT_LAUNCHED);
  await api("POST", "/experiments/1/launch/");
  expect(await ship()).toBe("Variant 'x' not found on feature flag.");
});

test("archiving may switch the flag off", async () => {
  await after("launch end");
  const { body } = await api("POST", "/experiments/1/archive/", { disable_feature_flag: true });
  expect(body).toMatchObject({ archived: true, feature_flag: { active: false } });
});

test("freezing narrows every group to a static cohort, and unfreezing undoes exactly that", async () => {
  await after("launch");
  const before = (await api("GET", "/feature_flags/1/")).body.filters;
  const frozen = (await api("POST", "/experiments/1/freeze_exposure/")).body.feature_flag.filters;
  expect(frozen.groups).toMatchObject([
    {
      properties: [{ type: "cohort", operator: "in", value: 1 }],
      exposure_frozen: true,
      exposure_frozen_cohort: 1,
    },
  ]);
  expect((await api("GET", "/cohorts/1/")).body.is_static).toBe(true);
  const thawed = (await api("POST", "/experiments/1/unfreeze_exposure/")).body.feature_flag.filters;
  expect(thawed).toEqual(before);
});
