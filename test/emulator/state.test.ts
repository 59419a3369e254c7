import { expect, test } from "vitest";
import { createPostHog, memoryStore, type StateStore } from "../../src/testing.ts";
import { experimentBody, flagBody, NOW, server } from "./server.ts";

test("what one server saved, the next one knows", async () => {
  const store = memoryStore();
  const first = server({ store });
  await first.api("POST", "/experiments/", experimentBody("copy"));
  await first.api("POST", "/feature_flags/", flagBody("beta"));
  const second = server({ store });
  expect((await second.api("GET", "/experiments/1/")).body).toEqual(
    (await first.api("GET", "/experiments/1/")).body,
  );
  expect((await second.api("POST", "/feature_flags/", flagBody("new"))).body.id).toBe(3);
});

test("the state is plain JSON", async () => {
  const store = memoryStore();
  await server({ store }).api("POST", "/experiments/", experimentBody("copy"));
  const state = await store.load();
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

test("a change is saved before it is answered; a read saves nothing", async () => {
  const saved: unknown[] = [];
  const store: StateStore = {
    load: async () => undefined,
    save: async (state) => void saved.push(state),
  };
  const { api } = server({ store });
  await api("GET", "/feature_flags/");
  await api("POST", "/feature_flags/", { key: "a b" });
  expect(saved).toHaveLength(0);
  await api("POST", "/feature_flags/", flagBody("beta"));
  expect(saved).toMatchObject([{ flags: [{ key: "beta" }] }]);
});

test("a change that cannot be saved has not happened", async () => {
  let isFull = true;
  const store: StateStore = {
    load: async () => undefined,
    save: async () => {
      if (isFull) throw new Error("disk full");
    },
  };
  const { api } = server({ store });
  await expect(api("POST", "/feature_flags/", flagBody("beta"))).rejects.toThrow("disk full");
  expect((await api("GET", "/feature_flags/")).body.count).toBe(0);
  isFull = false;
  expect((await api("POST", "/feature_flags/", flagBody("beta"))).status).toBe(201);
});

test.each([
  { schema: 99 },
  { schema: 1, flags: 5 },
  { schema: 1, flags: [{ id: 1 }] },
  { schema: 1, lastIds: {} },
  { schema: 1, groupTypes: { 1: "company" } },
  { version: 1, changes: [] },
  [],
  "state",
  0,
])("the state %j of someone else is not used", async (held) => {
  const store: StateStore = { load: async () => held, save: async () => undefined };
  const fault = { name: "OpsError", kind: "config" };
  const posthog = createPostHog({ now: () => NOW, store });
  await expect(posthog.ready()).rejects.toMatchObject(fault);
  await expect(server({ store }).api("GET", "/feature_flags/")).rejects.toMatchObject(fault);
});

test("requests that come at once are carried out one after the other", async () => {
  const { api } = server();
  await api("POST", "/feature_flags/", flagBody("beta"));
  const patches = Array.from({ length: 20 }, () =>
    api("PATCH", "/feature_flags/1/", { name: "x" }),
  );
  const versions = (await Promise.all(patches)).map(({ body }) => body.version);
  expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});

test("projects do not see each other", async () => {
  const { ask } = server({
    projects: [
      { id: 1, name: "One", token: "phc_one", organization: "O" },
      { id: 2, name: "Two", token: "phc_two", organization: "O" },
    ],
  });
  await ask("POST", "/api/projects/1/feature_flags/", flagBody("beta"));
  expect((await ask("GET", "/api/projects/2/feature_flags/")).body.count).toBe(0);
  expect((await ask("GET", "/api/projects/2/feature_flags/1/")).status).toBe(404);
  expect((await ask("POST", "/api/projects/2/feature_flags/", flagBody("beta"))).status).toBe(201);
  const flags = async (token: string): Promise<string[]> =>
    Object.keys((await ask("POST", "/flags/?v=2", { token, distinct_id: "u" })).body.flags);
  expect([await flags("phc_one"), await flags("phc_two")]).toEqual([["beta"], ["beta"]]);
});
