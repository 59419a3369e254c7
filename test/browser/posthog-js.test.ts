import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import { experimentBody, flagBody, server } from "../emulator/server.ts";
import { isChromiumMissing, launchChromium } from "./chromium.ts";
import { visit, type Visit } from "./page.ts";

/** Headless browsers are taken for bots, whose events posthog-js drops. */
const QUIET = "opt_out_useragent_filter: true, capture_pageview: false, autocapture: false";

const init = (more = ""): string => `
  await new Promise((done) => {
    posthog.init("phc_dev", { api_host: host, ${QUIET}, ${more} });
    posthog.onFeatureFlags(done);
  });`;

const names = (seen: Visit): string[] => seen.events().map(({ event }) => event);

const PRO = { key: "plan", type: "person", operator: "exact", value: ["pro"] };
const FLAGS = [
  flagBody("half", { groups: [{ rollout_percentage: 50 }] }),
  flagBody("pro", { groups: [{ properties: [PRO] }], payloads: { true: { colour: "red" } } }),
  flagBody("none", { groups: [{ rollout_percentage: 0 }] }),
];

async function withFlags(seen: Visit): Promise<Visit> {
  for (const flag of FLAGS)
    // oxlint-disable-next-line no-await-in-loop -- flags get their ids in order
    await seen.api("POST", "/feature_flags/", flag);
  await seen.api("POST", "/experiments/", experimentBody("copy"));
  await seen.api("POST", "/experiments/1/launch/");
  return seen;
}

describe.skipIf(isChromiumMissing())("posthog-js in Chromium (CI=true requires it)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    return async () => browser.close();
  }, 60_000);

  test.each(["array.js", "array.full.no-external.js"])(
    "%s reads flags, variants and payloads, and captures",
    async (bundle) => {
      const seen = await withFlags(await visit(browser, bundle));
      const read = await seen.run(`${init()}
        posthog.identify("ada", { plan: "pro" });
        await new Promise((done) => { posthog.onFeatureFlags(() => posthog.getFeatureFlag("pro") && done()); });
        posthog.capture("message_sent", { model: "other" });
        return {
          pro: posthog.getFeatureFlag("pro"),
          payload: posthog.getFeatureFlagPayload("pro"),
          none: posthog.isFeatureEnabled("none"),
          unknown: posthog.getFeatureFlag("unknown") ?? null,
        };`);
      expect(read).toEqual({ pro: true, payload: { colour: "red" }, none: false, unknown: null });
      await vi.waitFor(() => expect(names(seen)).toContain("message_sent"), 10_000);
      expect(names(seen)).toContain("$identify");
      const called = seen
        .events()
        .findLast(({ properties }) => properties["$feature_flag"] === "pro");
      expect(called).toMatchObject({
        event: "$feature_flag_called",
        properties: {
          $feature_flag_response: true,
          $feature_flag_id: 2,
          $feature_flag_version: 1,
          $feature_flag_reason: "Matched condition set 1",
        },
      });
      const sent = seen.events().find(({ event }) => event === "message_sent");
      expect(sent?.properties).toMatchObject({ model: "other", "$feature/pro": true });
      expect(seen.complaints).toEqual([]);
    },
    30_000,
  );

  test("serves a page what our evaluator decides, for everyone", async () => {
    const seen = await withFlags(await visit(browser, "array.full.no-external.js"));
    const people = Array.from({ length: 12 }, (_, index) => `person-${index}`);
    const read = await seen.run(`
      const people = ${JSON.stringify(people)};
      const read = {};
      for (const id of people) {
        const client = await new Promise((done) => {
          const made = posthog.init("phc_dev", {
            api_host: host, ${QUIET}, persistence_name: id,
            bootstrap: { distinctID: id, isIdentifiedID: true },
          }, id);
          made.onFeatureFlags(() => done(made));
        });
        const quiet = { send_event: false };
        read[id] = [client.getFeatureFlag("half", quiet), client.getFeatureFlag("copy", quiet)];
      }
      return read;`);
    const { api, ask } = server();
    for (const flag of FLAGS)
      // oxlint-disable-next-line no-await-in-loop -- flags get their ids in order
      await api("POST", "/feature_flags/", flag);
    await api("POST", "/experiments/", experimentBody("copy"));
    await api("POST", "/experiments/1/launch/");
    const flags = compileFlags((await ask("GET", "/flags/definitions?token=phc_dev")).body);
    const decided = people.map((distinctId) => [
      distinctId,
      ["half", "copy"].map((key) => flags.evaluate(key, { distinctId }).value),
    ]);
    expect(read).toEqual(Object.fromEntries(decided));
  }, 30_000);

  test.each([
    ["gzip", "", "text/plain"],
    ["plain JSON", "disable_compression: true", "application/json"],
    ["a base64 form", "disable_compression: true", "application/x-www-form-urlencoded"],
  ])(
    "captures as %s",
    async (form, options, type) => {
      const seen = await visit(browser, "array.full.no-external.js");
      await seen.api("POST", "/feature_flags/", flagBody("on"));
      // A page that is left sends what waits as a form.
      const way = form === "a base64 form" ? `{ transport: "sendBeacon" }` : "{}";
      await seen.run(`${init(options)}
      posthog.capture("message_sent", { words: "größer + 1" }, ${way});`);
      if (form === "a base64 form") await seen.page.goto("about:blank");
      await vi.waitFor(() => expect(names(seen)).toContain("message_sent"), 10_000);
      const sent = seen.events().find(({ event }) => event === "message_sent");
      expect(sent?.properties["words"]).toBe("größer + 1");
      const captures = seen.requests.filter(({ what }) => /^POST .*\/e\/$/.test(what));
      expect(captures.some((request) => request.type?.startsWith(type))).toBe(true);
    },
    30_000,
  );

  test("a page outlives a PostHog that fails, and reads flags when it is back", async () => {
    const faults = ["POST /flags 503 once", "/array 500"];
    const seen = await visit(browser, "array.full.no-external.js", { faults });
    await seen.api("POST", "/feature_flags/", flagBody("on"));
    const read = await seen.run(`${init()}
      const first = posthog.getFeatureFlag("on") ?? null;
      const again = new Promise((done) => { posthog.onFeatureFlags(() => posthog.getFeatureFlag("on") && done()); });
      posthog.reloadFeatureFlags();
      await again;
      return [first, posthog.getFeatureFlag("on")];`);
    expect(read).toEqual([null, true]);
  }, 30_000);

  test("a page with a wrong project key goes on", async () => {
    const seen = await visit(browser, "array.full.no-external.js");
    const read = await seen.run(`
      posthog.init("phc_wrong", { api_host: host, ${QUIET} });
      posthog.capture("message_sent");
      await new Promise((done) => setTimeout(done, 1500));
      return [posthog.getFeatureFlag("on") ?? null, document.title];`);
    expect(read).toEqual([null, "A page"]);
    expect(names(seen)).toEqual([]);
    expect(seen.requests.some(({ what }) => what === "POST /flags/")).toBe(true);
  }, 30_000);
});
