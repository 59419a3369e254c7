import { beforeEach, expect, test } from "vitest";
import { experimentBody, flagBody, HALVES, NOW, server, type Seen, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server());
});

const evaluate = async (body: object, path = "/flags/?v=2"): Promise<Seen> =>
  ask("POST", path, { token: "phc_dev", distinct_id: "ada", ...body }, { key: null });

const targeting = (property: object): object => ({
  groups: [{ properties: [{ type: "person", ...property }], rollout_percentage: 100 }],
});

test("a match says which condition set, and carries its payload as text", async () => {
  await api(
    "POST",
    "/feature_flags/",
    flagBody("beta", {
      ...targeting({ key: "plan", operator: "exact", value: ["pro"] }),
      payloads: { true: { colour: "red" } },
    }),
  );
  const { status, body } = await evaluate({ person_properties: { plan: "pro" } });
  expect(status).toBe(200);
  expect(body).toEqual({
    flags: {
      beta: {
        key: "beta",
        enabled: true,
        variant: null,
        reason: {
          code: "condition_match",
          condition_index: 0,
          description: "Matched condition set 1",
        },
        metadata: {
          id: 1,
          version: 1,
          description: null,
          has_experiment: false,
          payload: '{"colour":"red"}',
        },
      },
    },
    errorsWhileComputingFlags: false,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    evaluatedAt: NOW,
  });
});

test("an experiment's flag answers with a variant once it is launched", async () => {
  await api("POST", "/experiments/", experimentBody("copy"));
  expect((await evaluate({})).body.flags).toEqual({});
  await api("POST", "/experiments/1/launch/");
  const { copy } = (await evaluate({})).body.flags;
  expect(["control", "test"]).toContain(copy.variant);
  expect(copy).toMatchObject({ enabled: true, metadata: { has_experiment: true, version: 2 } });
});

test.each([
  [
    targeting({ key: "plan", operator: "exact", value: ["pro"] }),
    "no_condition_match",
    null,
    "No matching condition set",
  ],
  [
    { groups: [{ properties: [], rollout_percentage: 0 }] },
    "out_of_rollout_bound",
    0,
    "Out of rollout bound",
  ],
])("%j is false because of %s", async (filters, code, condition_index, description) => {
  await api("POST", "/feature_flags/", flagBody("beta", filters));
  const { body } = await evaluate({ person_properties: { plan: "free" } });
  expect(body.flags.beta).toMatchObject({
    enabled: false,
    variant: null,
    reason: { code, condition_index, description },
  });
});

test("a held-out person gets the holdout's name", async () => {
  const holdout = { id: 4, exclusion_percentage: 100 };
  await api("POST", "/feature_flags/", flagBody("beta", { holdout }));
  expect((await evaluate({})).body.flags.beta).toMatchObject({
    variant: "holdout-4",
    reason: { code: "holdout_condition_value", description: "Holdout condition value" },
  });
});

test("a flag about groups wants the group", async () => {
  const identify = { $group_type: "company", $group_key: "c1" };
  await ask("POST", "/capture/", {
    api_key: "phc_dev",
    event: "$groupidentify",
    distinct_id: "x",
    properties: identify,
  });
  const filters = {
    groups: [{ properties: [{ key: "size", type: "group", group_type_index: 0, value: "big" }] }],
    aggregation_group_type_index: 0,
  };
  await api("POST", "/feature_flags/", flagBody("beta", filters));
  expect(await reasonOf({})).toBe("no_group_type");
  const groups = { company: "c1" };
  expect(await reasonOf({ groups })).toBe("no_condition_match");
  expect(await reasonOf({ groups, group_properties: { company: { size: "big" } } })).toBe(
    "condition_match",
  );
  expect((await api("GET", "/groups_types/")).body).toMatchObject([
    { group_type: "company", group_type_index: 0 },
  ]);
});

test("a flag that cannot be decided has failed, and the answer says so", async () => {
  await api("POST", "/cohorts/", { name: "Static", is_static: true });
  const member = { type: "cohort", key: "id", operator: "in", value: 1 };
  await api("POST", "/feature_flags/", flagBody("beta", { groups: [{ properties: [member] }] }));
  await api("POST", "/feature_flags/", flagBody("plain"));
  const { body } = await evaluate({});
  expect(body.errorsWhileComputingFlags).toBe(true);
  expect(body.flags.beta).toMatchObject({ enabled: false, failed: true });
  expect(body.flags.plain).toMatchObject({ enabled: true });
  expect((await evaluate({}, "/flags/")).body.featureFlags).toEqual({ plain: true });
});

test("a dependency is followed by id", async () => {
  await api("POST", "/feature_flags/", flagBody("base", targeting({ key: "plan", value: "pro" })));
  const needs = { type: "flag", key: "1", operator: "flag_evaluates_to", value: true };
  await api("POST", "/feature_flags/", flagBody("top", { groups: [{ properties: [needs] }] }));
  expect([await isTop("pro"), await isTop("free")]).toEqual([true, false]);
});

test("inactive flags are left out, and so is what was not asked for", async () => {
  await api("POST", "/feature_flags/", flagBody("a"));
  await api("POST", "/feature_flags/", flagBody("b"));
  await api("POST", "/feature_flags/", { ...flagBody("off"), active: false });
  await api("POST", "/feature_flags/", { ...flagBody("client"), evaluation_runtime: "client" });
  await api("POST", "/feature_flags/", { ...flagBody("docs"), evaluation_contexts: ["docs"] });
  expect(await keysFor({})).toEqual(["a", "b", "client", "docs"]);
  expect(await keysFor({ flag_keys_to_evaluate: ["b", "off", "unknown"] })).toEqual(["b"]);
  expect(await keysFor({ evaluation_runtime: "server" })).toEqual(["a", "b", "docs"]);
  expect(await keysFor({ evaluation_contexts: ["app"] })).toEqual(["a", "b", "client"]);
  expect(await keysFor({ disable_flags: true })).toEqual([]);
});

test.each(["/flags/", "/flags", "/decide/?v=3"])("%s answers in the older form", async (path) => {
  await api(
    "POST",
    "/feature_flags/",
    flagBody("beta", {
      multivariate: { variants: HALVES },
      groups: [{ variant: "test" }],
      payloads: { test: "[1]" },
    }),
  );
  await api(
    "POST",
    "/feature_flags/",
    flagBody("none", { groups: [], ...targeting({ key: "plan", value: "pro" }) }),
  );
  const { body } = await evaluate({}, path);
  expect(body).toMatchObject({
    featureFlags: { beta: "test", none: false },
    featureFlagPayloads: { beta: "[1]" },
    errorsWhileComputingFlags: false,
  });
  expect(body).not.toHaveProperty("flags");
});

test.each([
  ["/decide/", { featureFlags: ["on"] }],
  ["/decide/?v=1", { featureFlags: ["on"] }],
  ["/decide/?v=2", { featureFlags: { on: true } }],
  ["/decide/?v=3", { featureFlags: { on: true, off: false }, featureFlagPayloads: {} }],
  ["/decide/?v=4", { flags: { on: { enabled: true }, off: { enabled: false } } }],
])("%s answers in the form of its version, with the project's settings", async (path, expected) => {
  await api("POST", "/feature_flags/", flagBody("on"));
  await api("POST", "/feature_flags/", flagBody("off", { groups: [{ rollout_percentage: 0 }] }));
  const { body } = await evaluate({}, path);
  expect(body).toMatchObject({ ...expected, supportedCompression: ["gzip", "gzip-js"] });
});

test("the project's settings come with flags when asked for", async () => {
  expect((await evaluate({}, "/flags/?v=2&config=true")).body).toMatchObject({
    flags: {},
    hasFeatureFlags: false,
    sessionRecording: false,
  });
});

test("over its billing limit a project serves no flags, and says so", async () => {
  const over = { id: 1, name: "One", token: "phc_dev", organization: "O", isOverQuota: true };
  ({ api, ask } = server({ projects: [over] }));
  await api("POST", "/feature_flags/", flagBody("on"));
  expect((await evaluate({})).body).toMatchObject({
    flags: {},
    quotaLimited: ["feature_flags"],
    errorsWhileComputingFlags: false,
  });
  expect(await ask("GET", "/flags/definitions?token=phc_dev")).toMatchObject({
    status: 402,
    body: "Billing limit reached. Please upgrade your plan.",
  });
});

test.each([
  [
    { token: undefined },
    401,
    "No API token provided. Please include a valid API token in your request.",
  ],
  [
    { token: "phc_wrong" },
    401,
    "The provided API key is invalid or has expired. Please check your API key and try again.",
  ],
  [
    { distinct_id: undefined },
    400,
    "The distinct_id field is missing from the request. Please include a valid identifier.",
  ],
  [
    { distinct_id: "" },
    400,
    "The distinct_id field cannot be empty. Please provide a valid identifier.",
  ],
])("%j is answered in plain text", async (body, status, text) => {
  const seen = await evaluate(body);
  expect(seen).toMatchObject({ status, body: text });
  expect(seen.headers.get("content-type")).toMatch(/^text\/plain/);
});

test("a body that is not JSON is answered 400", async () => {
  expect((await ask("POST", "/flags/?v=2", "{", { key: null })).status).toBe(400);
});

const reasonOf = async (body: object): Promise<string> =>
  (await evaluate(body)).body.flags.beta.reason.code;

const isTop = async (plan: string): Promise<boolean> =>
  (await evaluate({ person_properties: { plan } })).body.flags.top.enabled;

const keysFor = async (body: object): Promise<string[]> =>
  Object.keys((await evaluate(body)).body.flags);
