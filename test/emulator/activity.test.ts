import { beforeEach, expect, test } from "vitest";
import { experimentBody, flagBody, NOW, server, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server({
    personalKeys: [
      { key: "phx_dev", scopes: ["*"] },
      { key: "phx_flags", scopes: ["feature_flag:write"] },
    ],
  }));
});

test("every change of a flag is in its trail, the newest first", async () => {
  await api("POST", "/feature_flags/", flagBody("a"));
  await api("POST", "/feature_flags/", flagBody("b"));
  await api("PATCH", "/feature_flags/1/", { name: "A" });
  await api("POST", "/feature_flags/1/disable/");
  await api("PATCH", "/feature_flags/1/", { deleted: true });
  const { body } = await api("GET", "/feature_flags/1/activity/");
  expect(body.results.map(({ activity }: { activity: string }) => activity)).toEqual([
    "deleted",
    "updated",
    "updated",
    "created",
  ]);
  expect(body.results[1]).toMatchObject({
    scope: "FeatureFlag",
    item_id: "1",
    user: { email: "dev@example.com" },
    detail: { name: "a", changes: [{ field: "active", before: true, after: false }] },
    created_at: new Date(NOW).toISOString(),
  });
  expect((await api("GET", "/feature_flags/activity/")).body.total_count).toBe(5);
});

test("an experiment has a trail of its own, and its flag's changes stand in the flag's", async () => {
  await api("POST", "/experiments/", experimentBody("copy"));
  await api("POST", "/experiments/1/launch/");
  const fields = async (base: string): Promise<string[][]> =>
    (await api("GET", `/${base}/1/activity/`)).body.results.map(
      ({ detail }: { detail: { changes: { field: string }[] | null } }) =>
        (detail.changes ?? []).map(({ field }) => field),
    );
  expect(await fields("experiments")).toEqual([["start_date"], []]);
  expect(await fields("feature_flags")).toEqual([["active"], []]);
});

test("the trail is paged by page and limit, and has a scope of its own", async () => {
  await api("POST", "/feature_flags/", flagBody("a"));
  for (const name of ["x", "y", "z"])
    // oxlint-disable-next-line no-await-in-loop -- changes happen one after the other
    await api("PATCH", "/feature_flags/1/", { name });
  const { body } = await api("GET", "/feature_flags/1/activity/?limit=3&page=2");
  expect([body.total_count, body.results.length, body.next]).toEqual([4, 1, null]);
  const path = "/feature_flags/1/activity/";
  const { status, body: refusal } = await api("GET", path, undefined, { key: "phx_flags" });
  expect([status, refusal.detail]).toEqual([
    403,
    "API key missing required scope 'activity_log:read'",
  ]);
  expect((await api("GET", "/feature_flags/9/activity/")).status).toBe(404);
});
