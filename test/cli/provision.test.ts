import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk, PROJECT } from "../posthog.ts";

const TOML = `${PROJECT}hypothesis = "Plain words sell more"
rollout = 20
owner = "checkout team"
expires = 2027-03-31
[[experiments.checkout-copy.metrics]]
name = "Purchases"
event = "purchase"
[events.purchase]
items = "count"
[experiments.local-only]
name = "Local only"
remote = false
`;

/** A plan of one change to one field. */
function oneField(field: object): object[] {
  return [expect.objectContaining({ fields: [field] })];
}

const READS = ["feature_flag:read", "experiment:read"];

describe("the life of an experiment", () => {
  test("create, plan, apply, launch, conclude; afterwards nothing is left to plan", async () => {
    const { assay } = desk(TOML);
    const created = await assay("experiment create checkout-copy --yes");
    expect(created.code).toBe(0);
    expect(created.out).toContain("create experiment checkout-copy");

    const planned = envelope(await assay("plan --json"));
    expect(planned.data).toMatchObject({
      changes: [
        {
          action: "create",
          kind: "flag",
          key: "stats-tab",
          moves: { enter: 0.25, leave: 0, switch: 0 },
        },
      ],
    });
    expect((await assay("plan --check")).code).toBe(1);
    expect((await assay("apply --yes")).code).toBe(0);
    expect((await assay("plan --check")).code).toBe(0);

    const launched = envelope(
      await assay("experiment launch checkout-copy --skip metric-seen --yes --json"),
    );
    expect(launched.data).toMatchObject({ experiment: { stage: "running" } });
    const concluded = envelope(
      await assay('experiment conclude checkout-copy --as won --comment "3 % more" --yes --json'),
    );
    expect(concluded.data).toMatchObject({
      experiment: { stage: "stopped", conclusion: "won", comment: "3 % more" },
    });

    const after = await assay("plan --check");
    expect(after.code).toBe(0);
    expect(after.out).toContain('Note: Experiment "checkout-copy" is stopped');
    expect(envelope(await assay("plan --json")).diagnostics).toMatchObject([
      { rule: "plan.note", severity: "note", pointer: "checkout-copy" },
    ]);
  });

  test("an illegal step is refused and names the legal ones", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    const { code, out, err } = await assay("experiment conclude checkout-copy --as won --yes");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain("Legal now: launch");
  });

  test("a local toggle is listed, never applied and never launched", async () => {
    const { assay } = desk(TOML);
    expect((await assay("plan")).out).not.toContain("local-only");
    expect((await assay("experiment list")).out).toMatch(/local-only +local/);
    expect((await assay("experiment launch local-only --yes")).code).toBe(3);
  });

  test("an edit in PostHog is drift, an edit here is pending, and both are a conflict", async () => {
    const { assay, write, posthog } = desk(TOML);
    await assay("apply --yes");
    const planned = async (): Promise<unknown> =>
      envelope(await assay("plan --json")).data["changes"];

    write("assay.toml", TOML.replace("rollout = 25", "rollout = 50"));
    const pending = { path: "rollout", state: "pending", base: 25, config: 50, remote: 25 };
    expect(await planned()).toEqual(oneField(pending));

    await posthog.fetch(
      new Request("http://posthog.test/api/projects/1/feature_flags/2/", {
        method: "PATCH",
        headers: { authorization: "Bearer phx_dev" },
        body: JSON.stringify({ filters: { groups: [{ properties: [], rollout_percentage: 40 }] } }),
      }),
    );
    expect(await planned()).toEqual(oneField({ ...pending, state: "conflict", remote: 40 }));

    write("assay.toml", TOML);
    expect(await planned()).toEqual(
      oneField({ ...pending, state: "drift", config: 25, remote: 40 }),
    );
  });
});

describe("nothing is written", () => {
  test.each(["apply", "experiment create checkout-copy"])(
    "by %s where nobody can be asked and --yes is not there",
    async (line) => {
      const { assay, folder } = desk(TOML);
      const { code, err } = await assay(line);
      expect(code).toBe(2);
      expect(err).toContain("--yes");
      expect((await assay("plan --check")).code).toBe(1);
      expect(existsSync(join(folder, "assay.lock"))).toBe(false);
    },
  );

  test("by apply --dry-run, which shows the plan", async () => {
    const { assay, folder } = desk(TOML);
    const { code, out } = await assay("apply --dry-run");
    expect(code).toBe(0);
    expect(out).toContain("+ create flag stats-tab");
    expect(existsSync(join(folder, "assay.lock"))).toBe(false);
  });

  test("by launch --dry-run", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    expect(
      (await assay("experiment launch checkout-copy --skip metric-seen --dry-run")).out,
    ).toContain("stage: draft");
  });
});

test("the lock is sorted JSON with one section for each environment", async () => {
  const { assay, folder } = desk(`${TOML}\n[environments.staging.posthog]\nproject = 1\n`);
  await assay("apply --yes --env staging");
  const lock: unknown = JSON.parse(readFileSync(join(folder, "assay.lock"), "utf8"));
  expect(lock).toMatchObject({
    environments: {
      staging: { flags: { "stats-tab": { settings: { groups: [{ rollout: 25 }] } } } },
    },
  });
});

describe("each failure ends in its own code, with one line on what to do", () => {
  const down = new Response("Bad gateway", { status: 502 });
  test.each([
    ["no key", {}, { POSTHOG_PERSONAL_API_KEY: "" }, 5, "POSTHOG_PERSONAL_API_KEY"],
    ["a project key", {}, { POSTHOG_PERSONAL_API_KEY: "phc_dev" }, 5, "personal API key"],
    ["a wrong key", {}, { POSTHOG_PERSONAL_API_KEY: "phx_wrong" }, 5, "key"],
    [
      "a missing scope",
      { personalKeys: [{ key: "phx_dev", scopes: READS }] },
      {},
      5,
      "feature_flag:write",
    ],
    [
      "an unknown project",
      { projects: [{ id: 7, name: "x", token: "phc_x", organization: "x" }] },
      {},
      2,
      "project",
    ],
    ["a server that is down", { before: () => down.clone() }, {}, 6, "Try again"],
    [
      "a rate limit",
      { before: () => new Response("{}", { status: 429, headers: { "retry-after": "1" } }) },
      {},
      6,
      "",
    ],
    [
      "a host that cannot be reached",
      { before: () => Promise.reject(new TypeError("fetch failed")) },
      {},
      6,
      "host",
    ],
  ] as const)("%s", async (_, options, env, code, words) => {
    const { assay } = desk(TOML, options);
    const seen = await assay("apply --yes", env);
    expect({ code: seen.code, out: seen.out }).toEqual({ code, out: "" });
    expect(seen.err).toContain(words);
    expect(seen.err.trim().split("\n").length).toBeGreaterThan(1);
    expect(seen.err).not.toMatch(/ph[xc]_\w/);
  });
});
