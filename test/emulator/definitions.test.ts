import { beforeEach, describe, expect, test } from "vitest";
import { experimentBody, flagBody, server, type Seen, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server({
    personalKeys: [
      { key: "phx_dev", scopes: ["*"] },
      { key: "phx_other", scopes: ["experiment:write"] },
    ],
  }));
});

const PATH = "/flags/definitions?token=phc_dev&send_cohorts";
const load = async (headers: Record<string, string> = {}, method = "GET"): Promise<Seen> =>
  ask(method, PATH, undefined, { headers });

const on = (id: number): object => ({
  groups: [
    {
      properties: [{ type: "flag", key: String(id), operator: "flag_evaluates_to", value: true }],
    },
  ],
});

test("holds every flag that is not deleted, by key, with what a client needs", async () => {
  await api("POST", "/feature_flags/", { ...flagBody("zulu"), active: false });
  await api("POST", "/feature_flags/", flagBody("gone"));
  await api("PATCH", "/feature_flags/2/", { deleted: true });
  await api("POST", "/experiments/", experimentBody("alpha"));
  const { status, body } = await load();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    flags: [
      { key: "alpha", id: 3, team_id: 1, active: false, has_experiment: true },
      { key: "zulu", id: 1, active: false, has_experiment: false, version: 1 },
    ],
    group_type_mapping: {},
    cohorts: {},
    minimal_flag_called_events: false,
    property_matching_version: 1,
  });
  expect(body.flags).toHaveLength(2);
});

test("the older path answers the same", async () => {
  await api("POST", "/feature_flags/", flagBody("a"));
  const old = await ask("GET", "/api/feature_flag/local_evaluation/?token=phc_dev&send_cohorts");
  expect(old.body).toEqual((await load()).body);
});

test("dependencies are named by key, with the chain to evaluate", async () => {
  await api("POST", "/feature_flags/", flagBody("base"));
  await api("POST", "/feature_flags/", flagBody("middle", on(1)));
  await api("POST", "/feature_flags/", flagBody("top", on(2)));
  const { flags } = (await load()).body;
  const properties = flags.map(
    ({ filters }: { filters: { groups: { properties: object[] }[] } }) =>
      filters.groups[0]?.properties[0],
  );
  expect(properties).toEqual([
    undefined,
    expect.objectContaining({ key: "base", dependency_chain: ["base"] }),
    expect.objectContaining({ key: "middle", dependency_chain: ["base", "middle"] }),
  ]);
});

test("a dependency that has gone leaves an empty chain", async () => {
  await api("POST", "/feature_flags/", flagBody("base"));
  await api("POST", "/feature_flags/", { ...flagBody("top", on(1)), active: false });
  await api("PATCH", "/feature_flags/1/", { deleted: true });
  const { flags } = (await load()).body;
  expect(flags[0].filters.groups[0].properties[0].dependency_chain).toEqual([]);
});

test("only cohorts that properties define are sent, and only when asked for", async () => {
  const properties = { type: "OR", values: [] };
  const behaviour = { type: "OR", values: [{ type: "behavioral", key: "$pageview" }] };
  await api("POST", "/cohorts/", { name: "Dynamic", filters: { properties } });
  await api("POST", "/cohorts/", { name: "Static", is_static: true });
  await api("POST", "/cohorts/", { name: "Behaviour", filters: { properties: behaviour } });
  expect((await load()).body.cohorts).toEqual({ 1: properties });
  const without = await ask("GET", "/flags/definitions?token=phc_dev");
  expect(without.body.cohorts).toEqual({});
});

test("without them, a cohort of several properties at once stands in the flag itself", async () => {
  const plan = { key: "plan", type: "person", operator: "exact", value: ["pro"] };
  const age = { key: "age", type: "person", operator: "gt", value: "17" };
  const trees = [
    { type: "OR", values: [{ type: "AND", values: [plan, age] }] },
    { type: "OR", values: [plan, age] },
    { type: "AND", values: [{ ...plan, negation: true }] },
    { type: "AND", values: [plan, { key: "id", type: "cohort", operator: "in", value: 1 }] },
  ];
  for (const [index, properties] of trees.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- ids are given in order
    await api("POST", "/cohorts/", { name: "c", filters: { properties } });
    const member = { key: "id", type: "cohort", operator: "in", value: index + 1 };
    // oxlint-disable-next-line no-await-in-loop -- as above
    await api(
      "POST",
      "/feature_flags/",
      flagBody(`c${index}`, { groups: [{ properties: [member] }] }),
    );
  }
  const { body } = await ask("GET", "/flags/definitions?token=phc_dev");
  const targeted = body.flags.map(
    ({ filters }: { filters: { groups: { properties: object[] }[] } }) =>
      filters.groups[0]?.properties,
  );
  expect(targeted).toEqual([
    [plan, age],
    ...[2, 3, 4].map((value) => [expect.objectContaining({ type: "cohort", value })]),
  ]);
});

describe("the tag", () => {
  test.each([
    ["weak", (tag: string) => tag],
    ["strong", (tag: string) => tag.replace("W/", "")],
    ["bare", (tag: string) => tag.replace("W/", "").replaceAll('"', "")],
  ])("in its %s form is answered 304 without a body", async (_form, written) => {
    const tag = (await load()).headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/".+"$/);
    const again = await load({ "if-none-match": written(tag) });
    expect(again).toMatchObject({ status: 304, body: "" });
    expect(again.headers.get("etag")).toBe(tag);
    expect(again.headers.get("cache-control")).toBe("private, must-revalidate");
  });

  test("changes with the flags", async () => {
    const tag = (await load()).headers.get("etag") ?? "";
    await api("POST", "/feature_flags/", flagBody("a"));
    expect((await load({ "if-none-match": tag })).status).toBe(200);
  });
});

test.each([
  ["/flags/definitions", "phx_dev", 401, /^No API token provided/],
  ["/flags/definitions?token=phc_no", "phx_dev", 401, /^The provided API key is invalid/],
  [PATH, null, 401, /^No personal API key provided$/],
  [PATH, "phx_no", 401, /^Invalid personal API key$/],
])("%s with %s is refused in plain text", async (path, key, status, text) => {
  const seen = await ask("GET", path, undefined, { key });
  expect(seen.status).toBe(status);
  expect(seen.body).toMatch(text);
});

test("a key without the scope is refused", async () => {
  const seen = await ask("GET", PATH, undefined, { key: "phx_other" });
  expect(seen.status).toBe(403);
  expect(seen.body.detail).toBe("API key missing required scope 'feature_flag:read'");
});

test("other methods: HEAD 200 without a body, OPTIONS 204, else 405", async () => {
  expect(await load({}, "HEAD")).toMatchObject({ status: 200, body: "" });
  expect((await load({}, "OPTIONS")).status).toBe(204);
  expect((await load({}, "POST")).status).toBe(405);
});
