import { describe, expect, test } from "vitest";
import { fetchDefinitions } from "../../src/posthog/definitions.ts";
import { flagOf } from "../experiment/declared.ts";
import { applyAll, NOW, remote } from "../experiment/remote.ts";

const access = { host: "http://posthog.test", personalKey: "phx_dev", projectKey: "phc_dev" };
const transport = {
  sleep: async () => {},
  now: () => NOW,
  random: () => 0.5,
  signal: new AbortController().signal,
};

describe("definitions", () => {
  test("come as PostHog sends them, with all that evaluation needs", async () => {
    const { store, fetch } = remote();
    await applyAll(store, [flagOf("stats-tab", { rollout: 25 })]);
    expect(await fetchDefinitions(access, { ...transport, fetch })).toMatchObject({
      flags: [
        { key: "stats-tab", active: true, filters: { groups: [{ rollout_percentage: 25 }] } },
      ],
      group_type_mapping: {},
    });
  });

  test("come from the older path where the newer one is missing", async () => {
    const { fetch } = remote({
      through: async (request, send) =>
        request.url.includes("/flags/definitions") ? new Response("", { status: 404 }) : send(),
    });
    expect(await fetchDefinitions(access, { ...transport, fetch })).toMatchObject({ flags: [] });
  });

  test.each([
    ["a wrong personal key", { personalKey: "phx_unknown" }, "unauthorized"],
    ["a wrong project key", { projectKey: "phc_unknown" }, "unauthorized"],
  ])("are refused to %s", async (_what, wrong, kind) => {
    const { fetch } = remote();
    const fetched = fetchDefinitions({ ...access, ...wrong }, { ...transport, fetch });
    await expect(fetched).rejects.toMatchObject({ kind });
  });
});
