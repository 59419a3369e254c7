import { beforeEach, expect, test } from "vitest";
import { flagBody, server, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server());
});

test("the settings of a project say whether it has flags, as JSON and as a script", async () => {
  expect((await ask("GET", "/array/phc_dev/config?v=1")).body.hasFeatureFlags).toBe(false);
  await api("POST", "/feature_flags/", flagBody("beta"));
  const { body: config } = await ask("GET", "/array/phc_dev/config");
  expect(config).toMatchObject({ token: "phc_dev", hasFeatureFlags: true, surveys: false });
  const script = await ask("GET", "/array/phc_dev/config.js");
  expect(script.headers.get("content-type")).toBe("application/javascript");
  const page: { window: Record<string, Record<string, unknown>> } = { window: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the script is what a page would run
  new Function("window", script.body)(page.window);
  expect(page.window["_POSTHOG_REMOTE_CONFIG"]?.["phc_dev"]).toEqual({ config, siteApps: [] });
});

test("an unknown project has no settings", async () => {
  expect((await ask("GET", "/array/phc_no/config")).status).toBe(404);
});

test.each([
  ["surveys", "surveys"],
  ["early_access_features", "earlyAccessFeatures"],
  ["web_experiments", "experiments"],
  ["product_tours", "product_tours"],
])("there are no %s", async (path, list) => {
  expect((await ask("GET", `/api/${path}/?token=phc_dev`)).body).toEqual({ [list]: [] });
  expect((await ask("GET", `/api/${path}/?token=phc_no`)).status).toBe(401);
});

test("a browser may ask from any page", async () => {
  const headers = {
    origin: "https://example.com",
    "access-control-request-headers": "content-type",
  };
  for (const path of ["/flags/?v=2", "/e/", "/i/v0/e/", "/s/", "/array/phc_dev/config"]) {
    // oxlint-disable-next-line no-await-in-loop -- one server, one question after the other
    const seen = await ask("OPTIONS", path, undefined, { key: null, headers });
    expect([path, seen.status]).toEqual([path, 204]);
    expect(seen.headers.get("access-control-allow-origin")).toBe("https://example.com");
    expect(seen.headers.get("access-control-allow-headers")).toBe("content-type");
  }
});

test.each([
  [{}, ["all", "client", "server"]],
  [{ "user-agent": "posthog-node/5.70.0" }, ["all", "server"]],
  [{ "user-agent": "Mozilla/5.0", origin: "https://example.com" }, ["all", "client"]],
])("without a runtime in the body, %j tells it", async (headers, expected) => {
  for (const evaluation_runtime of ["all", "client", "server"])
    // oxlint-disable-next-line no-await-in-loop -- flags are made in order
    await api("POST", "/feature_flags/", { ...flagBody(evaluation_runtime), evaluation_runtime });
  const body = { token: "phc_dev", distinct_id: "ada" };
  const seen = await ask("POST", "/flags/?v=2", body, { key: null, headers });
  expect(Object.keys(seen.body.flags)).toEqual(expected);
});

test("no page may read the private API", async () => {
  const headers = { origin: "https://example.com" };
  const seen = await ask("GET", "/api/projects/1/feature_flags/", undefined, { headers });
  expect(seen.headers.get("access-control-allow-origin")).toBeNull();
  expect((await ask("OPTIONS", "/api/projects/1/feature_flags/")).status).toBe(405);
});
