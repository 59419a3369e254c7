import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const HEAD = "version = 1\n[posthog]\nproject = 1\n";
const TAB = "[flags.stats-tab]\nrollout = 25\n";
const COPY = '[experiments.checkout-copy]\nname = "Checkout copy"\n';

/** A desk where both were applied, and the experiment and the flag left the config. */
async function left(keep = HEAD): Promise<Desk> {
  const at = desk(HEAD + TAB + COPY);
  expect((await at.assay("apply --yes")).code).toBe(0);
  at.write("assay.toml", keep);
  return at;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads any part of any answer
async function ask({ posthog }: Desk, method: string, path: string, body?: object): Promise<any> {
  const response = await posthog.fetch(
    new Request(`http://posthog.test/api/projects/1/${path}`, {
      method,
      headers: { authorization: "Bearer phx_dev" },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  return response.json();
}

const lockOf = ({ folder }: Desk): string => readFileSync(join(folder, "assay.lock"), "utf8");

describe("what left the config", () => {
  test("is left as it is in PostHog, with a note, however often apply runs", async () => {
    const at = await left();
    for (const line of ["plan --check", "apply --yes", "apply --yes", "plan --check"]) {
      const seen = await at.assay(line);
      expect(seen.code).toBe(0);
      expect(seen.out).toContain('Flag "stats-tab" left the config');
      expect(seen.out).toContain("--prune checkout-copy archives it");
    }
    expect((await ask(at, "GET", "feature_flags/2/")).archived).toBe(false);
  });

  test("is not archived under a running experiment, whoever made that", async () => {
    const at = desk(HEAD + TAB);
    const variants = 'variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]\n';
    at.write("assay.toml", HEAD + TAB + variants);
    await at.assay("apply --yes");
    await ask(at, "POST", "experiments/", { name: "Tab", feature_flag_key: "stats-tab" });
    await ask(at, "POST", "experiments/1/launch/");
    const archived = await at.assay("flag archive stats-tab --yes");
    expect(archived).toMatchObject({ code: 3 });
    expect(archived.err).toContain("an experiment on it is running");
    at.write("assay.toml", HEAD);
    const pruned = await at.assay("apply --yes --prune stats-tab");
    expect(pruned).toMatchObject({ code: 3 });
    expect(pruned.err).toContain('experiment "stats-tab": it is running');
    expect((await ask(at, "GET", "feature_flags/1/")).archived).toBe(false);
  });

  test("is archived when it is asked for by name, and nothing else is", async () => {
    const at = await left();
    const planned = envelope(await at.assay("plan --prune stats-tab --json"));
    expect(planned.data["changes"]).toEqual([
      {
        action: "archive",
        kind: "flag",
        key: "stats-tab",
        fields: [],
        moves: { enter: 0, leave: 0.25, switch: 0 },
      },
    ]);
    expect((await at.assay("apply --prune stats-tab --yes --max-reassign 20")).code).toBe(3);
    expect((await at.assay("apply --prune stats-tab --yes")).out).toContain("archive flag");
    expect(await ask(at, "GET", "feature_flags/2/")).toMatchObject({
      archived: true,
      active: false,
    });
    expect(await ask(at, "GET", "feature_flags/1/")).toMatchObject({ archived: false });
    expect(lockOf(at)).not.toContain("stats-tab");
    expect((await at.assay("plan")).out).not.toContain("stats-tab");
  });

  test("takes a draft away with its flag", async () => {
    const at = await left(HEAD + TAB);
    expect((await at.assay("apply --prune checkout-copy --yes")).code).toBe(0);
    expect((await ask(at, "GET", "experiments/")).results).toEqual([]);
    expect(await ask(at, "GET", "feature_flags/1/")).toMatchObject({ archived: true });
    expect(lockOf(at)).not.toContain("checkout-copy");
  });

  test("is archived by a saved plan that was approved with it", async () => {
    const at = await left();
    await at.assay("plan --prune stats-tab --out plan.json");
    expect((await at.assay("apply plan.json")).code).toBe(0);
    expect(await ask(at, "GET", "feature_flags/2/")).toMatchObject({ archived: true });
  });

  test("is no note when its experiment is over, and may still be pruned", async () => {
    const at = await left(HEAD + TAB);
    await ask(at, "POST", "experiments/1/launch/");
    const running = await at.assay("apply --prune checkout-copy --yes");
    expect(running).toMatchObject({ code: 3, err: expect.stringContaining("it is running") });
    await ask(at, "POST", "experiments/1/end/", {});
    expect((await at.assay("plan")).out).not.toContain("checkout-copy");
    expect((await at.assay("apply --prune checkout-copy --yes")).code).toBe(0);
    expect(await ask(at, "GET", "experiments/1/")).toMatchObject({ archived: true });
  });

  test("is forgotten when PostHog has it no more", async () => {
    const at = await left();
    await ask(at, "PATCH", "feature_flags/2/", { deleted: true });
    expect((await at.assay("apply --yes")).out).not.toContain("stats-tab");
    expect(lockOf(at)).not.toContain("stats-tab");
  });

  test("is not somebody's new flag under the same key", async () => {
    const at = await left();
    await ask(at, "PATCH", "feature_flags/2/", { deleted: true });
    await ask(at, "POST", "feature_flags/", { key: "stats-tab", filters: { groups: [{}] } });
    await at.assay("apply --prune stats-tab --yes");
    const { results } = await ask(at, "GET", "feature_flags/?key=stats-tab");
    expect(results).toMatchObject([{ archived: false, active: true }]);
  });
});

describe("pruning is refused", () => {
  test.each([
    ["what the config declares", HEAD + TAB + COPY, "stats-tab", "the config declares it"],
    ["what was never applied from here", HEAD, "theirs", "not applied from here"],
  ])("for %s", async (_what, keep, key, words) => {
    const at = await left(keep);
    await ask(at, "POST", "feature_flags/", { key: "theirs", filters: { groups: [{}] } });
    const seen = await at.assay(`apply --prune ${key} --yes`);
    expect(seen.code).toBe(3);
    expect(seen.err).toContain(words);
    expect(await ask(at, "GET", "feature_flags/2/")).toMatchObject({ archived: false });
  });
});
