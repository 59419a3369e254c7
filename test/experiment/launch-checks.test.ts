import { describe, expect, test } from "vitest";
import type { Diagnostic, OpsError } from "../../src/errors.ts";
import type { ExperimentDeclaration } from "../../src/experiment/declaration.ts";
import { launch } from "../../src/experiment/launch.ts";
import { EMPTY_BASE } from "../../src/experiment/lock.ts";
import { experimentOf, metricOf } from "./declared.ts";
import { applyAll, NOW, remote, type Remote } from "./remote.ts";

const checkout = experimentOf("checkout", { metrics: [metricOf("Purchases", "purchase")] });

/** What the checks say of an experiment that was applied: the failed ones, or the launch's warnings. */
async function checked(
  world: Remote,
  declaration: ExperimentDeclaration,
  said: { readonly skip?: readonly string[]; readonly privacyErrors?: readonly string[] } = {},
): Promise<readonly Diagnostic[]> {
  await applyAll(world.store, [declaration]);
  const target = { store: world.store, declaration, base: EMPTY_BASE };
  const asked = { skip: [], now: NOW, privacyErrors: [], ...said };
  return launch(target, asked).then(
    ({ warnings }) => warnings,
    ({ diagnostics }: OpsError) => diagnostics,
  );
}

async function capture(world: Remote, event: string): Promise<void> {
  const body = JSON.stringify({ api_key: "phc_dev", event, distinct_id: "somebody" });
  await world.fetch("http://posthog.test/i/v0/e/", { method: "POST", body });
}

const rules = (found: readonly { readonly rule: string }[]): string[] =>
  found.map(({ rule }) => rule);

test("without numbers the power is not known: the launch says so and goes on", async () => {
  const world = remote();
  await capture(world, "purchase");
  const warnings = await checked(world, checkout);
  expect(warnings).toMatchObject([{ rule: "launch.power", severity: "warning" }]);
  expect(await world.ask("GET", "experiments/1/")).toMatchObject({ status: "running" });
});

describe("a primary metric counts only", () => {
  test("where there is one", async () => {
    const found = await checked(remote(), experimentOf("checkout"));
    expect(found).toMatchObject([{ rule: "launch.metric-seen" }]);
  });

  test("with an event of exactly its name that PostHog has seen", async () => {
    const world = remote();
    await capture(world, "purchase_later");
    const [found] = await checked(world, checkout);
    expect(found).toMatchObject({
      rule: "launch.metric-seen",
      message: 'PostHog has never seen "purchase": no primary metric can count',
    });
  });

  test("with all of its events", async () => {
    const world = remote();
    await capture(world, "cart");
    const funnel = {
      ...metricOf("Bought", ""),
      type: "funnel",
      events: ["cart", "purchase"],
    } as const;
    const [found] = await checked(world, experimentOf("checkout", { metrics: [funnel] }));
    expect(found?.message).toContain('never seen "purchase"');
  });

  test("and not where the key may not ask: that is no check that passed", async () => {
    const scopes = ["feature_flag:write", "experiment:write"];
    const world = remote({ personalKeys: [{ key: "phx_dev", scopes }] });
    const [found] = await checked(world, checkout);
    expect(found).toMatchObject({
      rule: "launch.metric-seen",
      message: expect.stringContaining("event_definition:read"),
      hint: expect.stringContaining("--skip metric-seen"),
    });
  });
});

test("an experiment waits for one that runs on the same event", async () => {
  const world = remote();
  await capture(world, "purchase");
  const other = experimentOf("other", { metrics: checkout.metrics });
  expect(rules(await checked(world, other))).toEqual(["launch.power"]);
  const found = await checked(world, checkout);
  expect(found[0]).toMatchObject({
    rule: "launch.overlap",
    message: 'It overlaps with what is running: "other" on event "purchase"',
  });
  expect(rules(await checked(world, checkout, { skip: ["overlap"] }))).toEqual(["launch.power"]);
});

test("the privacy check of the config must pass", async () => {
  const world = remote();
  await capture(world, "purchase");
  const found = await checked(world, checkout, { privacyErrors: ["def.open-label a: b"] });
  expect(found[0]).toMatchObject({
    rule: "launch.privacy",
    message: expect.stringContaining("def.open-label"),
  });
});

test.each([
  ["a longer run than the days it has is too weak", 190, ["launch.power"]],
  ["a run that fits is strong enough", 180, []],
])("by PostHog's calculator, %s", async (_what, days, expected) => {
  const world = remote();
  await capture(world, "purchase");
  await applyAll(world.store, [{ ...checkout, expires: "2026-12-10" }]);
  await world.ask("PATCH", "experiments/1/", {
    running_time_calculation: { recommended_running_time: days },
  });
  const found = await checked(world, { ...checkout, expires: "2026-12-10" });
  expect(rules(found)).toEqual(expected);
});

test("the definition must hold, archived and frozen flags included", async () => {
  const world = remote();
  await capture(world, "purchase");
  await applyAll(world.store, [checkout]);
  await world.ask("POST", "feature_flags/1/archive/");
  const [found] = await checked(world, checkout);
  expect(found).toMatchObject({ rule: "launch.definition", message: "Its flag is archived" });
});
