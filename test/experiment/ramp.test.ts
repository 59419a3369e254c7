import { describe, expect, test } from "vitest";
import { raise } from "../../src/experiment/ramp.ts";
import { experimentOf } from "./declared.ts";
import { applyAll, planFor, remote, type Remote, type RemoteOptions } from "./remote.ts";
import type { Target } from "../../src/experiment/stage.ts";

const ramped = experimentOf("checkout", {
  rollout: 5,
  ramp: [
    { on: "2026-06-01", rollout: 10 },
    { on: "2026-06-08", rollout: 50 },
  ],
});

async function running(
  options: RemoteOptions = {},
  declaration = ramped,
): Promise<{ readonly world: Remote; readonly target: Target }> {
  const world = remote(options);
  const { base } = await applyAll(world.store, [declaration]);
  await world.ask("POST", "experiments/1/launch/");
  world.seen.length = 0;
  return { world, target: { store: world.store, declaration, base } };
}

const rolloutIn = async ({ ask }: Remote): Promise<unknown> =>
  (await ask("GET", "feature_flags/1/")).filters.groups[0].rollout_percentage;

const on = (today: string, isStrict = false): { today: string; isStrict: boolean } => ({
  today,
  isStrict,
});
const written = ({ seen }: Remote): string[] => seen.filter((line) => line.startsWith("PATCH"));

/** A PostHog that has counted these people. */
const counted = (people: Readonly<Record<string, number>>): RemoteOptions => ({
  through: async (request, send) =>
    request.url.endsWith("/query/") ? Response.json({ total_exposures: people }) : send(),
});

const failing: RemoteOptions["through"] = async (request, send) =>
  request.url.endsWith("/query/") ? new Response("", { status: 503 }) : send();

const setRollout = async ({ ask }: Remote, rollout: number): Promise<unknown> =>
  ask("PATCH", "feature_flags/1/", {
    filters: { groups: [{ properties: [], rollout_percentage: rollout }] },
  });

describe("a ramp", () => {
  test("raises to the last step that is due, once, and no plan takes it back", async () => {
    const { world, target } = await running();
    for (const [today, rollout, writes] of [
      ["2026-05-31", 5, 0],
      ["2026-06-01", 10, 1],
      ["2026-06-01", 10, 1],
      ["2026-06-20", 50, 2],
      ["2026-06-02", 50, 2],
    ] as const) {
      await raise(target, on(today));
      expect(await rolloutIn(world)).toBe(rollout);
      expect(written(world)).toHaveLength(writes);
      expect((await planFor(world.store, [ramped], target.base)).changes).toEqual([]);
    }
  });

  test.each([
    ["nobody has met it", {}],
    ["too few have met it", counted({ control: 49, test: 50 })],
    ["PostHog does not answer", { through: failing }],
  ])("says that its health is not known, and holds if told to: %s", async (_what, options) => {
    const { world, target } = await running(options);
    await expect(raise(target, on("2026-06-01", true))).rejects.toMatchObject({ kind: "refused" });
    expect(written(world)).toEqual([]);
    expect((await raise(target, on("2026-06-01"))).warnings).toContainEqual(
      expect.objectContaining({ rule: "ramp.health", severity: "warning" }),
    );
  });

  test("goes on without a word about its health when that is good", async () => {
    const { target } = await running(counted({ control: 500, test: 500 }));
    const { warnings } = await raise(target, on("2026-06-01", true));
    expect(warnings.filter(({ severity }) => severity !== "note")).toEqual([]);
  });
});

describe("a ramp holds", () => {
  test("while people do not meet the variants in their shares", async () => {
    const { world, target } = await running(counted({ control: 5200, test: 4800 }));
    await expect(raise(target, on("2026-06-01"))).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("do not meet its variants"),
    });
    expect(written(world)).toEqual([]);
  });

  test.each([
    ["it is paused", "experiments/1/pause/", undefined],
    ["it has ended", "experiments/1/end/", {}],
    ["its enrolment is frozen", "experiments/1/freeze_exposure/", undefined],
  ])("while %s", async (_what, path, body) => {
    const { world, target } = await running();
    await world.ask("POST", path, body);
    await expect(raise(target, on("2026-06-01"))).rejects.toMatchObject({ kind: "refused" });
    expect(written(world)).toEqual([]);
  });

  test("while somebody else has changed the flag", async () => {
    const { world, target } = await running();
    await world.ask("PATCH", "feature_flags/1/", { tags: ["theirs"] });
    await expect(raise(target, on("2026-06-01"))).rejects.toMatchObject({
      message: expect.stringContaining("tags"),
    });
    expect(written(world)).toEqual([]);
  });

  test("when somebody else changes the rollout in the same moment: that is a conflict", async () => {
    const { world, target } = await running({
      through: async (request, send) => {
        if (request.method === "PATCH") await setRollout(world, 7);
        return send();
      },
    });
    await expect(raise(target, on("2026-06-01"))).rejects.toMatchObject({ kind: "conflict" });
    expect(await rolloutIn(world)).toBe(7);
  });

  test("without a ramp, or without one group to raise", async () => {
    const none = await running({}, experimentOf("checkout"));
    await expect(raise(none.target, on("2026-06-01"))).rejects.toMatchObject({ kind: "refused" });
    const [group] = ramped.groups;
    const many = { ...ramped, groups: group === undefined ? [] : [group, group] };
    const two = await running({}, many);
    await expect(raise(two.target, on("2026-06-01"))).rejects.toMatchObject({ kind: "refused" });
  });
});

describe("what the config means by a ramp", () => {
  test("is a start at its first step, where rollout says more", async () => {
    const wide = { ...ramped, groups: experimentOf("checkout").groups };
    const { world, target } = await running({}, wide);
    expect(await rolloutIn(world)).toBe(10);
    await raise(target, on("2026-06-20"));
    expect(await rolloutIn(world)).toBe(50);
    expect((await planFor(world.store, [wide], target.base)).changes).toEqual([]);
  });

  test("takes nobody out of an experiment that was launched before it had one", async () => {
    const { world, target } = await running({}, experimentOf("checkout"));
    const later = { ...experimentOf("checkout"), ramp: ramped.ramp };
    expect((await planFor(world.store, [later], target.base)).changes).toEqual([]);
    await raise({ ...target, declaration: later }, on("2026-06-20"));
    expect(await rolloutIn(world)).toBe(100);
  });

  test("is that a percentage which is no step of it is drift", async () => {
    const { world, target } = await running();
    await setRollout(world, 33);
    expect((await planFor(world.store, [ramped], target.base)).changes).toMatchObject([
      { fields: [{ path: "rollout", state: "drift", config: 5, remote: 33 }] },
    ]);
  });

  test("is that drift goes back to where the ramp had come, not to its start", async () => {
    const { world, target } = await running();
    await raise(target, on("2026-06-20"));
    const { base } = await applyAll(world.store, [ramped], target.base);
    await setRollout(world, 33);
    expect((await planFor(world.store, [ramped], base)).changes).toMatchObject([
      { fields: [{ path: "rollout", state: "drift", config: 50, remote: 33 }] },
    ]);
  });
});
