import { expect, test } from "vitest";
import { experimentBody, flagBody, server, type Server } from "./server.ts";

const guarded = (): Server =>
  server({
    projects: [
      { id: 1, name: "One", token: "phc_dev", organization: "O", requiresApproval: true },
      { id: 2, name: "Two", token: "phc_two", organization: "O" },
    ],
  });

const WAITS = {
  status: 409,
  body: {
    type: "server_error",
    code: "conflict",
    attr: null,
    change_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  },
};

test.each([
  ["PATCH", "/feature_flags/1/", { active: false }],
  ["PATCH", "/feature_flags/1/", { filters: { groups: [] } }],
  ["POST", "/feature_flags/1/disable/", undefined],
  ["POST", "/feature_flags/1/archive/", undefined],
])("%s %s %j waits for approval and changes nothing", async (method, path, body) => {
  const { api } = guarded();
  await api("POST", "/feature_flags/", flagBody("beta"));
  const before = (await api("GET", "/feature_flags/1/")).body;
  expect(await api(method, path, body)).toMatchObject(WAITS);
  expect((await api("GET", "/feature_flags/1/")).body).toEqual(before);
});

test("what nobody is served differently by goes through", async () => {
  const { api } = guarded();
  await api("POST", "/feature_flags/", flagBody("beta"));
  expect((await api("PATCH", "/feature_flags/1/", { name: "Beta" })).status).toBe(200);
  expect((await api("POST", "/feature_flags/1/enable/")).status).toBe(200);
});

test("shipping waits, and then nothing has ended", async () => {
  const { api } = guarded();
  await api("POST", "/experiments/", experimentBody("copy"));
  expect((await api("POST", "/experiments/1/launch/")).status).toBe(200);
  const running = (await api("GET", "/experiments/1/")).body;
  const ship = { variant_key: "test", conclusion: "won" };
  expect(await api("POST", "/experiments/1/ship_variant/", ship)).toMatchObject(WAITS);
  expect((await api("GET", "/experiments/1/")).body).toEqual(running);
});

test("a wrong request is refused as such, and other projects do not wait", async () => {
  const { api, ask } = guarded();
  await api("POST", "/feature_flags/", flagBody("beta"));
  expect((await api("PATCH", "/feature_flags/1/", { active: "no" })).status).toBe(400);
  await ask("POST", "/api/projects/2/feature_flags/", flagBody("beta"));
  expect((await ask("POST", "/api/projects/2/feature_flags/2/disable/")).status).toBe(200);
});
