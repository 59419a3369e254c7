import { beforeEach, expect, test } from "vitest";
import { flagBody, server, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

beforeEach(async () => {
  await api("POST", "/feature_flags/", { ...flagBody("checkout"), name: "One" });
});

const edit = async (original: object, changes: object): Promise<{ status: number; body: object }> =>
  api("PATCH", "/feature_flags/1/", { ...changes, version: 1, original_flag: original });

test("a field that both changed is a conflict, and nothing is written", async () => {
  const original = (await api("GET", "/feature_flags/1/")).body;
  const theirs = (await api("PATCH", "/feature_flags/1/", { name: "Two" })).body;
  expect(await edit(original, { name: "Three" })).toMatchObject({
    status: 409,
    body: {
      type: "server_error",
      code: "conflict",
      detail:
        "The feature flag was updated by dev@example.com since you started editing it. Please refresh and try again.",
      attr: null,
    },
  });
  expect((await api("GET", "/feature_flags/1/")).body).toEqual(theirs);
});

test("changes to different fields are both kept", async () => {
  const original = (await api("GET", "/feature_flags/1/")).body;
  await api("PATCH", "/feature_flags/1/", { name: "Two" });
  const merged = await edit(original, { name: "One", tags: ["ui"] });
  expect(merged).toMatchObject({ status: 200, body: { name: "Two", tags: ["ui"], version: 3 } });
});

test("the same change twice, a version alone, and -1 are no conflict", async () => {
  const original = (await api("GET", "/feature_flags/1/")).body;
  await api("PATCH", "/feature_flags/1/", { name: "Two" });
  expect((await edit(original, { name: "Two" })).status).toBe(200);
  expect((await api("PATCH", "/feature_flags/1/", { name: "3", version: 1 })).status).toBe(200);
  const unchecked = { name: "4", version: -1, original_flag: original };
  expect((await api("PATCH", "/feature_flags/1/", unchecked)).status).toBe(200);
});

test("filters are one field", async () => {
  const original = (await api("GET", "/feature_flags/1/")).body;
  await api("PATCH", "/feature_flags/1/", to(10));
  expect((await edit(original, to(20))).status).toBe(409);
  expect((await edit(original, to(10))).status).toBe(200);
});

test("names that a read adds to cohorts are nobody's change", async () => {
  await api("POST", "/cohorts/", { name: "Staff" });
  const staff = { type: "cohort", key: "id", operator: "in", value: 1 };
  const targeted = { filters: { groups: [{ properties: [staff] }] } };
  const original = (await api("PATCH", "/feature_flags/1/", targeted)).body;
  await api("PATCH", "/feature_flags/1/", { name: "Two" });
  const mine = { ...to(5), version: original.version, original_flag: original };
  expect(await api("PATCH", "/feature_flags/1/", mine)).toMatchObject({
    status: 200,
    body: { name: "Two", filters: { groups: [{ rollout_percentage: 5 }] } },
  });
});

const to = (percent: number): object => ({
  filters: { groups: [{ properties: [], rollout_percentage: percent }] },
});
