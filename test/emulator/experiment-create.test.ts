import { beforeEach, expect, test } from "vitest";
import {
  experimentBody,
  flagBody,
  HALVES,
  server,
  validationError,
  type Server,
} from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

const THIRDS = [
  { key: "control", rollout_percentage: 34 },
  { key: "a", rollout_percentage: 33 },
  { key: "b", rollout_percentage: 33 },
];

test("makes a draft with an inactive flag of halves for everyone", async () => {
  const { status, body } = await api("POST", "/experiments/", experimentBody("copy"));
  expect(status).toBe(201);
  expect(body).toMatchObject({
    id: 1,
    name: "Experiment copy",
    status: "draft",
    start_date: null,
    end_date: null,
    archived: false,
    deleted: false,
    feature_flag_key: "copy",
    exposure_criteria: { filterTestAccounts: true },
    stats_config: { method: "bayesian" },
    metrics: [],
    feature_flag: {
      id: 1,
      key: "copy",
      name: "Feature Flag for Experiment Experiment copy",
      active: false,
      filters: {
        groups: [{ properties: [], rollout_percentage: 100 }],
        multivariate: { variants: HALVES },
      },
    },
    parameters: {
      feature_flag_variants: [
        { key: "control", rollout_percentage: 50, split_percent: 50 },
        { key: "test", rollout_percentage: 50, split_percent: 50 },
      ],
      rollout_percentage: 100,
    },
  });
});

test.each([
  [
    "feature_flag",
    {
      feature_flag: {
        filters: {
          multivariate: { variants: THIRDS },
          groups: [{ properties: [], rollout_percentage: 20 }],
          payloads: { a: "1" },
        },
        ensure_experience_continuity: true,
      },
    },
  ],
  [
    "parameters",
    {
      parameters: {
        feature_flag_variants: THIRDS.map(({ key, rollout_percentage }) => ({
          key,
          split_percent: rollout_percentage,
        })),
        rollout_percentage: 20,
        feature_flag_payloads: { a: "1" },
        ensure_experience_continuity: true,
        minimum_detectable_effect: 5,
      },
    },
  ],
])("takes the flag's configuration from %s", async (_name, more) => {
  const { body } = await api("POST", "/experiments/", experimentBody("copy", more));
  expect(body.feature_flag).toMatchObject({
    ensure_experience_continuity: true,
    filters: {
      multivariate: { variants: THIRDS },
      groups: [{ rollout_percentage: 20 }],
      payloads: { a: "1" },
    },
  });
  expect(body.parameters).toMatchObject({ rollout_percentage: 20 });
});

test("a start date launches at once and may lie in the past", async () => {
  const start_date = "2025-12-01T00:00:00.000Z";
  const { body } = await api("POST", "/experiments/", experimentBody("copy", { start_date }));
  expect(body).toMatchObject({ status: "running", start_date, feature_flag: { active: true } });
});

test("an existing flag is reused as it is, and may not be configured", async () => {
  await api("POST", "/feature_flags/", flagBody("copy", { multivariate: { variants: HALVES } }));
  const explicit = { parameters: { feature_flag_variants: HALVES } };
  expect(await api("POST", "/experiments/", experimentBody("copy", explicit))).toMatchObject({
    status: 400,
    body: validationError(
      "A feature flag with key 'copy' already exists; the experiment links to it as-is, so its config cannot be set here. Omit feature_flag to reuse the existing flag, or edit the flag directly.",
      "feature_flag",
    ),
  });
  const { body } = await api("POST", "/experiments/", experimentBody("copy"));
  expect(body.feature_flag).toMatchObject({ id: 1, active: true, version: 1 });
});

test("a reused flag keeps a holdout of its own", async () => {
  const holdout = { id: 9, exclusion_percentage: 5 };
  const filters = { multivariate: { variants: HALVES }, holdout };
  await api("POST", "/feature_flags/", flagBody("copy", filters));
  const { body } = await api("POST", "/experiments/", experimentBody("copy"));
  expect(body.feature_flag.filters.holdout).toEqual(holdout);
});

test("a flag without variants cannot carry an experiment", async () => {
  await api("POST", "/feature_flags/", flagBody("copy"));
  expect((await api("POST", "/experiments/", experimentBody("copy"))).body).toEqual(
    validationError(
      "Feature flag must have at least 2 variants (a baseline and at least one test variant)",
    ),
  );
});

test("the baseline's key is corrected to lower case", async () => {
  const feature_flag_variants = [
    { key: "Control", rollout_percentage: 50 },
    { key: "test", rollout_percentage: 50 },
  ];
  const parameters = { feature_flag_variants };
  const { body } = await api("POST", "/experiments/", experimentBody("copy", { parameters }));
  expect(body.feature_flag.filters.multivariate.variants[0].key).toBe("control");
});

const variants = (feature_flag_variants: unknown): object => ({
  parameters: { feature_flag_variants },
});

test.each([
  [{ name: undefined }, validationError("This field is required.", "name", "required")],
  [{ feature_flag_key: "a b" }, { attr: "feature_flag_key", code: "invalid_key" }],
  [{ colour: "red", size: 1 }, validationError("Can't create keys: colour, size on Experiment")],
  [
    { start_date: "2026-02-01", end_date: "2026-01-01" },
    validationError("End date must be after start date"),
  ],
  [
    { stats_config: { method: "tea" } },
    validationError("Invalid stats method: 'tea'. Must be one of: bayesian, frequentist"),
  ],
  [
    { stats_config: { baseline_variant_key: "x" } },
    validationError("Invalid baseline_variant_key: 'x'. Must be one of: control, test"),
  ],
  [
    { filters: { properties: [{}] } },
    validationError("Experiments do not support global filter properties"),
  ],
  [
    { holdout_id: 4 },
    validationError('Invalid pk "4" - object does not exist.', "holdout_id", "does_not_exist"),
  ],
  [
    { feature_flag: { filters: {}, name: "x" } },
    validationError("Unsupported key for the experiment feature_flag input.", "feature_flag"),
  ],
  [
    variants(["control", "test"]),
    validationError("Feature flag variant at index 0 must be an object"),
  ],
  [
    variants([{ key: "control", rollout_percentage: 50 }, { name: "x" }]),
    validationError("Feature flag variant at index 1 must have a 'key' field"),
  ],
  [
    variants([{ key: "control" }, { key: "test" }]),
    validationError(
      "Each variant must include split_percent (recommended) or rollout_percentage (deprecated).",
    ),
  ],
  [
    variants([{ key: "control", rollout_percentage: 100 }]),
    validationError(
      "Feature flag must have at least 2 variants (a baseline and at least one test variant)",
    ),
  ],
  [
    variants(Array.from({ length: 21 }, (_, index) => ({ key: `v${index}`, split_percent: 1 }))),
    validationError("Feature flag variants must be less than 21"),
  ],
  [{ metrics: "none" }, validationError("Metrics must be a list")],
  [
    { metrics: [{ kind: "ExperimentTrendsQuery" }] },
    validationError("Invalid metric at index 0: metric kind must be 'ExperimentMetric'"),
  ],
  [{ conclusion: "great" }, { attr: "conclusion", code: "invalid_choice" }],
])("refuses %j", async (more, error) => {
  const seen = await api("POST", "/experiments/", experimentBody("copy", more));
  expect(seen).toMatchObject({ status: 400, body: error });
  expect((await api("GET", "/feature_flags/")).body.count).toBe(0);
});
