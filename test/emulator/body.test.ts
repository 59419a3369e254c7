import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { flagBody, server } from "./server.ts";

/** Lists in lists, `depth` of them, as JSON text. */
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const BODIES = {
  "/capture/": (value: string) =>
    `{"api_key":"phc_dev","event":"a","distinct_id":"x","properties":{"deep":${value}}}`,
  "/batch/": (value: string) =>
    `{"api_key":"phc_dev","batch":[{"event":"a","distinct_id":"x","properties":{"deep":${value}}}]}`,
  "/flags/?v=2": (value: string) =>
    `{"token":"phc_dev","distinct_id":"x","person_properties":{"deep":${value}}}`,
  "/api/projects/1/feature_flags/": (value: string) =>
    `{"key":"deep","filters":{"groups":[{"rollout_percentage":100}],"payloads":{"true":${value}}}}`,
  "/api/projects/1/experiments/": (value: string) =>
    `{"name":"Deep","feature_flag_key":"deep","exposure_criteria":{"deep":${value}}}`,
};

test.each(Object.entries(BODIES))(
  "%s takes a deep body, and refuses a bottomless one",
  async (path, body) => {
    const { ask } = server();
    expect((await ask("POST", path, body(nested(900)))).status).toBeLessThan(300);
    for (const depth of [1_001, 4_000, 200_000])
      // oxlint-disable-next-line no-await-in-loop -- one server, one body after the other
      expect((await ask("POST", path, body(nested(depth)))).status).toBe(400);
  },
);

test("a payload given as text may be no deeper either", async () => {
  const payloads = { true: nested(5_000) };
  expect(
    (await server().api("POST", "/feature_flags/", flagBody("a", { payloads }))).body.detail,
  ).toBe("Payload for key 'true' is not valid JSON.");
});

test("a body above 20 MB is answered 413, packed or not", async () => {
  const { ask, fetch } = server();
  const big = `{"api_key":"phc_dev","event":"${"a".repeat(21 * 1024 * 1024)}"}`;
  expect((await ask("POST", "/capture/", big)).status).toBe(413);
  const packed = new Request("http://posthog.test/capture/", {
    method: "POST",
    body: gzipSync(big),
  });
  expect((await fetch(packed)).status).toBe(413);
});

test("a body that does not unpack is answered 400", async () => {
  const headers = { "content-encoding": "gzip" };
  expect((await server().ask("POST", "/capture/", "not gzip", { headers })).status).toBe(400);
});

const EVENT = JSON.stringify({ api_key: "phc_dev", event: "seen", distinct_id: "ada" });

test.each([
  ["base64", `data=${encodeURIComponent(btoa(EVENT))}&compression=base64`],
  ["base64 whose plus signs became spaces", `data=${btoa(EVENT).replaceAll("+", " ")}`],
  ["plain", `data=${encodeURIComponent(EVENT)}`],
])("a form with %s data is read, whatever its content type", async (_name, form) => {
  const { ask, api } = server();
  const headers = { "content-type": "text/plain" };
  expect((await ask("POST", "/e/", form, { headers })).status).toBe(200);
  expect((await api("GET", "/event_definitions/")).body.count).toBe(1);
});
