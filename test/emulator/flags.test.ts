import { beforeEach, describe, expect, test } from "vitest";
import { flagBody, HALVES, server, validationError, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

describe("creating", () => {
  test("answers 201 with PostHog's defaults", async () => {
    const { status, body } = await api("POST", "/feature_flags/", flagBody("checkout"));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: 1,
      key: "checkout",
      name: "",
      active: true,
      archived: false,
      deleted: false,
      version: 1,
      tags: [],
      evaluation_runtime: "all",
      filters: { groups: [{ properties: [], rollout_percentage: 100 }] },
      status: "ACTIVE",
      experiment_set: [],
    });
    expect(body).not.toHaveProperty("team_id");
  });

  test.each([
    [{}, validationError("This field is required.", "key", "required")],
    [
      { key: "a b" },
      validationError(
        "Only letters, numbers, hyphens (-) & underscores (_) are allowed.",
        "key",
        "invalid_key",
      ),
    ],
    [{ key: "a", active: "true" }, validationError("Must be a valid boolean.", "active")],
    [
      { key: "a" },
      validationError("Feature flags must have at least one condition set (group).", "filters"),
    ],
    [
      { key: "a", filters: { groups: [] } },
      validationError("Feature flags must have at least one condition set (group).", "filters"),
    ],
    [
      { key: "x".repeat(401) },
      validationError("Ensure this field has no more than 400 characters.", "key", "max_length"),
    ],
  ])("refuses %j", async (sent, error) => {
    expect(await api("POST", "/feature_flags/", sent)).toMatchObject({ status: 400, body: error });
  });

  test("refuses a key in use, in its case only", async () => {
    await api("POST", "/feature_flags/", flagBody("checkout"));
    const again = await api("POST", "/feature_flags/", flagBody("checkout"));
    const other = await api("POST", "/feature_flags/", flagBody("Checkout"));
    expect(again).toMatchObject({
      status: 400,
      body: validationError("There is already a feature flag with this key.", "key", "unique"),
    });
    expect(other.status).toBe(201);
  });
});

describe("listing", () => {
  beforeEach(async () => {
    await api("POST", "/feature_flags/", { ...flagBody("alpha"), name: "First", tags: ["ui"] });
    await api("POST", "/feature_flags/", flagBody("beta", { multivariate: { variants: HALVES } }));
    await api("POST", "/feature_flags/", { ...flagBody("gamma"), active: false });
    await api("POST", "/feature_flags/", flagBody("delta"));
    await api("PATCH", "/feature_flags/4/", { deleted: true });
    await api("POST", "/feature_flags/", flagBody("omega"));
    await api("POST", "/feature_flags/5/archive/");
  });

  test.each([
    ["", ["gamma", "beta", "alpha"]],
    ["?key=ALPHA", ["alpha"]],
    ["?search=first", ["alpha"]],
    ["?search=ET", ["beta"]],
    ["?active=true", ["beta", "alpha"]],
    ["?active=false", ["gamma"]],
    ["?active=STALE", []],
    ["?archived=true", ["omega"]],
    ["?archived=false", ["gamma", "beta", "alpha"]],
    ["?type=multivariant", ["beta"]],
    ["?type=boolean", ["gamma", "alpha"]],
    ["?eligible_for_experiment=true", ["beta"]],
    ['?tags=["ui"]', ["alpha"]],
    ['?excluded_tags=["ui"]', ["gamma", "beta"]],
    ["?order=key", ["alpha", "beta", "gamma"]],
    ["?order=-key", ["gamma", "beta", "alpha"]],
  ])("%s lists %j", async (query, expected) => {
    expect(await keys(query)).toEqual(expected);
  });

  test("pages with absolute links", async () => {
    const first = await api("GET", "/feature_flags/?limit=2&order=key");
    expect(first.body).toMatchObject({
      count: 3,
      previous: null,
      next: "http://posthog.test/api/projects/1/feature_flags/?limit=2&order=key&offset=2",
    });
    const second = await api("GET", "/feature_flags/?limit=2&order=key&offset=2");
    expect(second.body).toMatchObject({
      count: 3,
      next: null,
      previous: "http://posthog.test/api/projects/1/feature_flags/?limit=2&order=key",
      results: [{ key: "gamma" }],
    });
  });

  test.each(["limit=0", "limit=-1", "limit=x&offset=x"])("?%s is ignored", async (query) => {
    expect(await keys(`?${query}`)).toHaveLength(3);
  });

  test("a deleted flag is still found by its id", async () => {
    expect(await api("GET", "/feature_flags/4/")).toMatchObject({
      status: 200,
      body: { deleted: true, key: "delta" },
    });
  });
});

describe("changing", () => {
  beforeEach(async () => {
    await api("POST", "/feature_flags/", {
      ...flagBody("checkout", {
        multivariate: { variants: HALVES },
        payloads: { test: { colour: "red" } },
      }),
      name: "Checkout",
    });
  });

  test("filters are merged by their top-level keys, each replaced whole", async () => {
    const groups = [{ properties: [], rollout_percentage: 10 }];
    const { body } = await api("PATCH", "/feature_flags/1/", { filters: { groups } });
    expect(body.filters).toEqual({
      groups,
      multivariate: { variants: HALVES },
      payloads: { test: '{"colour":"red"}' },
    });
    expect(body).toMatchObject({ version: 2, name: "Checkout" });
  });

  test("empty filters change nothing but the version; no groups match nobody", async () => {
    const before = (await api("GET", "/feature_flags/1/")).body;
    const same = (await api("PATCH", "/feature_flags/1/", { filters: {} })).body;
    expect(same).toEqual({ ...before, version: 2 });
    const none = await api("PATCH", "/feature_flags/1/", { filters: { groups: [] } });
    expect(none).toMatchObject({ status: 200, body: { filters: { groups: [] } } });
  });

  test("renaming refuses a key in use", async () => {
    await api("POST", "/feature_flags/", flagBody("other"));
    expect((await api("PATCH", "/feature_flags/1/", { key: "other" })).body.code).toBe("unique");
    expect((await api("PATCH", "/feature_flags/1/", { key: "fresh" })).body.key).toBe("fresh");
  });

  test("a delete is refused with the better way", async () => {
    expect(await api("DELETE", "/feature_flags/1/")).toMatchObject({
      status: 405,
      body: {
        type: "invalid_request",
        code: "method_not_allowed",
        detail:
          'Hard delete of this model is not allowed. Use a patch API call to set "deleted" to true',
        attr: null,
      },
    });
  });

  test("the verbs set their field, and a repeat changes nothing", async () => {
    const disabled = await api("POST", "/feature_flags/1/disable/");
    expect(disabled).toMatchObject({ status: 200, body: { active: false, version: 2 } });
    expect((await api("POST", "/feature_flags/1/disable/")).body).toEqual(disabled.body);
    expect((await api("POST", "/feature_flags/1/enable/")).body).toMatchObject({ active: true });
    const archived = await api("POST", "/feature_flags/1/archive/");
    expect(archived.body).toMatchObject({ archived: true, active: false, status: "ARCHIVED" });
    const unarchived = await api("POST", "/feature_flags/1/unarchive/");
    expect(unarchived.body).toMatchObject({ archived: false, active: false });
  });

  test.each([
    [
      [{ archived: true }],
      "Cannot archive an enabled feature flag. Disable it first, or send active: false in the same request.",
    ],
    [
      [{ archived: true, active: false }, { active: true }],
      "Cannot enable an archived feature flag. Unarchive it first.",
    ],
    [
      [{ bucketing_identifier: "device_id" }, { ensure_experience_continuity: true }],
      "Cannot enable 'persist across authentication steps' when using device ID bucketing. These features are incompatible.",
    ],
    [
      [{ has_encrypted_payloads: true }],
      "Encrypted payloads require the flag to be a remote configuration.",
    ],
  ])("%j is refused at its end", async (patches, detail) => {
    let last;
    for (const patch of patches) last = await api("PATCH", "/feature_flags/1/", patch);
    expect(last).toMatchObject({ status: 400, body: validationError(detail) });
  });
});

const keys = async (query: string): Promise<string[]> =>
  (await api("GET", `/feature_flags/${query}`)).body.results.map(({ key }: { key: string }) => key);
