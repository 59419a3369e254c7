import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { type Desk, desk, PROJECT } from "../posthog.ts";

async function applied(): Promise<Desk> {
  const at = desk(PROJECT);
  expect((await at.assay("apply --yes")).code).toBe(0);
  expect(await at.assay("drift")).toMatchObject({
    code: 0,
    out: expect.stringContaining("No drift"),
  });
  return at;
}

/** What another person does in PostHog. */
async function elsewhere(
  { posthog }: Desk,
  method: string,
  path: string,
  body = {},
): Promise<void> {
  const { ok } = await posthog.fetch(
    new Request(`http://posthog.test/api/projects/1/${path}`, {
      method,
      headers: { authorization: "Bearer phx_dev" },
      body: JSON.stringify(body),
    }),
  );
  expect(ok).toBe(true);
}

const rollout = (percent: number): object => ({
  filters: { groups: [{ properties: [], rollout_percentage: percent }] },
});

describe("drift", () => {
  test("is what was edited in PostHog, and ends with 1", async () => {
    const at = await applied();
    await elsewhere(at, "PATCH", "feature_flags/2/", rollout(40));
    const seen = await at.assay("drift --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen).data["changes"]).toEqual([
      {
        action: "update",
        kind: "flag",
        key: "stats-tab",
        fields: [{ path: "rollout", state: "drift", base: 25, config: 25, remote: 40 }],
        moves: { enter: 0, leave: 0.15, switch: 0 },
      },
    ]);
    expect((await at.assay("drift")).out).toContain("rollout: 25 → 40");
  });

  test("is not what only the config changed", async () => {
    const at = await applied();
    at.write("assay.toml", PROJECT.replace("25", "50").replace("Stats tab", "Statistics"));
    expect((await at.assay("drift")).code).toBe(0);
    await elsewhere(at, "PATCH", "feature_flags/2/", rollout(40));
    const { data } = envelope(await at.assay("drift --json"));
    expect(data["changes"]).toMatchObject([{ fields: [{ path: "rollout", state: "conflict" }] }]);
  });

  test("is not what was never applied from here", async () => {
    const { assay } = desk(PROJECT);
    expect((await assay("drift")).code).toBe(0);
  });

  test("is an object that was deleted", async () => {
    const at = await applied();
    await elsewhere(at, "PATCH", "feature_flags/2/", { deleted: true });
    const seen = await at.assay("drift");
    expect(seen).toMatchObject({ code: 1, out: expect.stringContaining("stats-tab is gone") });
  });

  test("is a stage that others changed, and none that a verb changed from here", async () => {
    const at = await applied();
    expect((await at.assay("experiment launch checkout-copy --skip all --yes")).code).toBe(0);
    expect((await at.assay("drift")).code).toBe(0);
    await elsewhere(at, "POST", "experiments/1/pause/");
    await elsewhere(at, "POST", "feature_flags/2/disable/");
    const { data } = envelope(await at.assay("drift --json"));
    expect(data["changes"]).toMatchObject([
      { kind: "flag", key: "stats-tab", fields: [{ base: "enabled", remote: "disabled" }] },
      {
        kind: "experiment",
        key: "checkout-copy",
        fields: [
          { path: "stage", state: "drift", base: "running", config: null, remote: "paused" },
        ],
      },
    ]);
    expect((await at.assay("plan --check")).code).toBe(0);
    expect((await at.assay("apply --yes")).code).toBe(0);
    expect((await at.assay("drift")).code).toBe(0);
  });

  test("has no way to write", async () => {
    const at = await applied();
    await elsewhere(at, "PATCH", "feature_flags/2/", rollout(40));
    for (const flag of ["--yes", "--dry-run"])
      expect((await at.assay(`drift ${flag}`)).code).toBe(2);
  });
});
