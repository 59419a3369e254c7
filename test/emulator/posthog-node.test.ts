import { PostHog } from "posthog-node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { CaptureLine } from "../../src/testing.ts";
import { experimentBody, flagBody, HALVES, NOW, server, type Server } from "./server.ts";

let posthog: Server;
let lines: CaptureLine[];
let client: PostHog;
let requests: string[];

beforeEach(async () => {
  lines = [];
  requests = [];
  posthog = server({
    onCapture: (more) => void lines.push(...more),
    before: (request) => {
      requests.push(new URL(request.url).pathname);
      return undefined;
    },
  });
  const { api } = posthog;
  await api("POST", "/experiments/", experimentBody("copy"));
  await api("POST", "/experiments/1/launch/");
  await api("POST", "/feature_flags/", flagBody("half", { groups: [{ rollout_percentage: 50 }] }));
  const pro = { key: "plan", type: "person", operator: "exact", value: ["pro"] };
  await api(
    "POST",
    "/feature_flags/",
    flagBody("pro", {
      groups: [{ properties: [pro], variant: "test" }],
      multivariate: { variants: HALVES },
      payloads: { test: { colour: "red" } },
    }),
  );
  const needs = { key: "3", type: "flag", operator: "flag_evaluates_to", value: "test" };
  await api("POST", "/feature_flags/", flagBody("needs", { groups: [{ properties: [needs] }] }));
  await api("POST", "/feature_flags/", { ...flagBody("off"), active: false });
  requests = [];
});

afterEach(async () => {
  await client.shutdown();
});

/** The published client, with the server in place of the network. */
function connect(options: { readonly personalApiKey?: string } = {}): PostHog {
  client = new PostHog("phc_dev", {
    host: "http://posthog.test",
    fetch: async (url, { method, headers, body }) =>
      posthog.fetch(new Request(url, { method, headers, ...(body ? { body } : {}) })),
    flushAt: 100,
    ...options,
  });
  return client;
}

const KEYS = ["copy", "half", "pro", "needs"];
const people = Array.from({ length: 40 }, (_, index) => ({
  distinctId: `person-${index}`,
  personProperties: { plan: index % 2 === 0 ? "pro" : "free" },
}));

describe("local evaluation", () => {
  test("loads the definitions and agrees with our evaluator on everyone", async () => {
    const local = connect({ personalApiKey: "phx_dev" });
    const definitions = await posthog.ask("GET", "/flags/definitions?token=phc_dev&send_cohorts");
    const flags = compileFlags(definitions.body);
    for (const { distinctId, personProperties } of people) {
      for (const key of [...KEYS, "off"]) {
        const seen = await local.getFeatureFlag(key, distinctId, {
          personProperties,
          onlyEvaluateLocally: true,
          sendFeatureFlagEvents: false,
        });
        const { value } = flags.evaluate(key, { distinctId, personProperties, now: NOW });
        expect([key, distinctId, seen]).toEqual([key, distinctId, value]);
      }
    }
    expect(new Set(requests)).toEqual(new Set(["/flags/definitions"]));
  });
});

describe("remote evaluation", () => {
  test("agrees with local evaluation on everyone", async () => {
    const remote = connect();
    const { body } = await posthog.ask("GET", "/flags/definitions?token=phc_dev");
    const flags = compileFlags(body);
    for (const { distinctId, personProperties } of people) {
      const seen = await remote.getAllFlags(distinctId, { personProperties });
      const expected = KEYS.map((key) => [
        key,
        flags.evaluate(key, { distinctId, personProperties, now: NOW }).value,
      ]);
      expect(seen).toEqual(Object.fromEntries(expected));
    }
  });

  test("brings payloads, and knows nothing of inactive or unknown flags", async () => {
    const remote = connect();
    const personProperties = { plan: "pro" };
    const quiet = { personProperties, sendFeatureFlagEvents: false };
    expect(await remote.getFeatureFlagPayload("pro", "ada", undefined, quiet)).toEqual({
      colour: "red",
    });
    expect(await remote.getFeatureFlag("off", "ada", quiet)).toBeFalsy();
    expect(await remote.getFeatureFlag("unknown", "ada", quiet)).toBeFalsy();
  });

  test("is what a locally undecidable flag falls back to", async () => {
    const local = connect({ personalApiKey: "phx_dev" });
    const quiet = { sendFeatureFlagEvents: false };
    expect(await local.getFeatureFlag("pro", "ada", quiet)).toBe(false);
    expect(requests).toContain("/flags/");
  });
});

test("captured events arrive, the called flag's among them", async () => {
  const node = connect();
  node.capture({ distinctId: "ada", event: "message_sent", properties: { model: "other" } });
  await node.getFeatureFlag("pro", "ada", { personProperties: { plan: "pro" } });
  await node.flush();
  expect(lines.flatMap(({ batch }) => batch)).toMatchObject([
    {
      event: "message_sent",
      properties: { model: "other", $lib: "posthog-node" },
    },
    {
      event: "$feature_flag_called",
      properties: {
        $feature_flag: "pro",
        $feature_flag_response: "test",
        $feature_flag_id: 3,
        $feature_flag_version: 1,
        $feature_flag_reason: "Matched condition set 1",
      },
    },
  ]);
  const { body } = await posthog.api("GET", "/event_definitions/");
  expect(body.results.map(({ name }: { name: string }) => name)).toEqual([
    "$feature_flag_called",
    "message_sent",
  ]);
});

test("the newest way to capture arrives too", async () => {
  vi.stubEnv("POSTHOG_CAPTURE_MODE", "v1");
  const node = connect();
  vi.unstubAllEnvs();
  const failures: unknown[] = [];
  node.on("error", (error) => failures.push(error));
  node.capture({ distinctId: "ada", event: "message_sent", properties: { model: "other" } });
  await node.flush();
  expect(requests).toEqual(["/i/v1/analytics/events"]);
  expect(failures).toEqual([]);
  expect(lines.flatMap(({ batch }) => batch)).toMatchObject([
    { event: "message_sent", distinct_id: "ada", properties: { model: "other" } },
  ]);
});
