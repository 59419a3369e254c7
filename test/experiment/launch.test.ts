import { describe, expect, test } from "vitest";
import type { OpsError } from "../../src/errors.ts";
import { conclude, parseConclusion } from "../../src/experiment/conclude.ts";
import type { ExperimentDeclaration } from "../../src/experiment/declaration.ts";
import { launch } from "../../src/experiment/launch.ts";
import { EMPTY_BASE } from "../../src/experiment/lock.ts";
import { step, type Target } from "../../src/experiment/stage.ts";
import { experimentOf, sharesOf } from "./declared.ts";
import { applyAll, NOW, planFor, remote, type Remote } from "./remote.ts";

const target = ({ store }: Remote, declaration: ExperimentDeclaration): Target => ({
  store,
  declaration,
  base: EMPTY_BASE,
});
const plainly = { skip: ["metric-seen"], now: NOW, privacyErrors: [] };

/** What the store sent that could have changed something. */
const writes = ({ seen }: Remote): string[] => seen.filter((line) => !line.startsWith("GET"));

describe("the life of an experiment", () => {
  test("create, launch, conclude; from then on the plan has a note and no change", async () => {
    const world = remote();
    const checkout = experimentOf("checkout");
    const { base } = await applyAll(world.store, [checkout]);
    expect((await planFor(world.store, [checkout], base)).changes).toEqual([]);

    expect(await launch(target(world, checkout), plainly)).toMatchObject({
      experiment: { stage: "running", startedAt: NOW },
      flag: { flag: { active: true } },
    });
    expect(await world.ask("GET", "feature_flags/1/")).toMatchObject({ active: true });
    expect(await planFor(world.store, [checkout], base)).toMatchObject({ changes: [], notes: [] });

    const verdict = parseConclusion({ as: "won", comment: "Fewer errors" });
    expect(await conclude(target(world, checkout), verdict)).toMatchObject({
      experiment: { stage: "stopped", conclusion: "won", comment: "Fewer errors" },
    });
    expect(await world.ask("GET", "feature_flags/1/")).toMatchObject({ active: true });
    const smaller = experimentOf("checkout", { rollout: 10 });
    expect(await planFor(world.store, [smaller], base)).toMatchObject({
      changes: [],
      notes: [{ key: "checkout" }],
    });
  });

  test("an update while it runs shows who moves and keeps it running", async () => {
    const world = remote();
    const { base } = await applyAll(world.store, [experimentOf("checkout", { rollout: 50 })]);
    await launch(target(world, experimentOf("checkout", { rollout: 50 })), plainly);
    const wider = [experimentOf("checkout", { rollout: 75 })];
    expect((await planFor(world.store, wider, base)).changes).toMatchObject([
      { kind: "flag", moves: { enter: 0.25, leave: 0, switch: 0 } },
    ]);
    await applyAll(world.store, wider, base);
    expect(await world.ask("GET", "experiments/1/")).toMatchObject({ status: "running" });
  });

  test("a paused experiment can be concluded", async () => {
    const world = remote();
    await applyAll(world.store, [experimentOf("checkout")]);
    await launch(target(world, experimentOf("checkout")), plainly);
    await world.ask("POST", "experiments/1/pause/");
    const ended = await conclude(target(world, experimentOf("checkout")), {
      verdict: "stopped_early",
      comment: undefined,
    });
    expect(ended.experiment.stage).toBe("stopped");
  });
});

describe("an answer that is lost", () => {
  test.each([
    ["after the verb was done is no failure", true, "paused"],
    ["before it was done is one", false, "unavailable"],
  ])("%s", async (_what, isDone, told) => {
    const world = remote({
      through: async (request, send) => {
        if (!request.url.endsWith("/pause/")) return send();
        if (isDone) await send();
        return new Response("Bad gateway", { status: 502 });
      },
    });
    await applyAll(world.store, [experimentOf("checkout")]);
    await launch(target(world, experimentOf("checkout")), plainly);
    const seen = await step("pause", target(world, experimentOf("checkout"))).then(
      ({ experiment }) => experiment.stage,
      ({ kind }: OpsError) => kind,
    );
    expect(seen).toBe(told);
  });
});

test("a refusal because somebody else was faster names the verbs that are legal now", async () => {
  const world = remote({
    through: async (request, send) => {
      if (request.url.endsWith("/pause/")) await world.ask("POST", "experiments/1/end/", {});
      return send();
    },
  });
  await applyAll(world.store, [experimentOf("checkout")]);
  await launch(target(world, experimentOf("checkout")), plainly);
  await expect(step("pause", target(world, experimentOf("checkout")))).rejects.toMatchObject({
    kind: "refused",
    message: 'Cannot pause experiment "checkout": it is stopped',
    hint: "Legal now: ship, archive, reset",
  });
});

describe("a launch is refused before anything is sent", () => {
  const bad = experimentOf("checkout", {
    variants: sharesOf({ control: 100, test: 0 }),
    owner: undefined,
    expires: "2026-05-31",
  });

  test("with every check that failed, and what to do", async () => {
    const world = remote();
    await applyAll(world.store, [experimentOf("checkout")]);
    world.seen.length = 0;
    await expect(launch(target(world, bad), plainly)).rejects.toMatchObject({
      kind: "refused",
      message: 'Cannot launch experiment "checkout": 4 checks did not pass',
      diagnostics: [
        { rule: "launch.definition", message: "PostHog does not hold what the config says" },
        { rule: "launch.variants", message: 'Nobody can get "test"' },
        { rule: "launch.owner", message: "Nobody owns it" },
        { rule: "launch.expiry", message: "It expired on 2026-05-31" },
      ],
    });
    expect(writes(world)).toEqual([]);
  });

  test.each([[["definition", "variants", "metric-seen", "owner", "expiry"]], [["all"]]])(
    "unless the checks are skipped: %j",
    async (skip) => {
      const world = remote();
      await applyAll(world.store, [experimentOf("checkout")]);
      await expect(launch(target(world, bad), { ...plainly, skip })).resolves.toMatchObject({
        experiment: { stage: "running" },
      });
    },
  );

  test("for a check that does not exist", async () => {
    const world = remote();
    const asked = launch(target(world, bad), { ...plainly, skip: ["ownr"] });
    await expect(asked).rejects.toMatchObject({ kind: "usage" });
    expect(world.seen).toEqual([]);
  });

  test("when PostHog does not have it, and when it is local only", async () => {
    const world = remote();
    await expect(launch(target(world, experimentOf("checkout")), plainly)).rejects.toMatchObject({
      kind: "refused",
      hint: "Run assay experiment create checkout",
    });
    const local = experimentOf("checkout", { remote: false });
    await expect(launch(target(world, local), plainly)).rejects.toMatchObject({ kind: "refused" });
  });

  test("when it has been launched", async () => {
    const world = remote();
    await applyAll(world.store, [experimentOf("checkout")]);
    await launch(target(world, experimentOf("checkout")), plainly);
    world.seen.length = 0;
    await expect(launch(target(world, experimentOf("checkout")), plainly)).rejects.toMatchObject({
      kind: "refused",
      message: 'Cannot launch experiment "checkout": it is running',
    });
    expect(writes(world)).toEqual([]);
  });

  test("and it lives through its last day", async () => {
    const world = remote();
    const last = experimentOf("checkout", { expires: "2026-06-01" });
    await applyAll(world.store, [last]);
    await expect(launch(target(world, last), plainly)).resolves.toMatchObject({
      experiment: { stage: "running" },
    });
  });
});

describe("a conclusion", () => {
  test.each([
    { as: "victory", comment: undefined },
    { as: "won", comment: "x".repeat(4001) },
  ])("that PostHog would not take is no conclusion: case %#", (said) => {
    expect(() => parseConclusion(said)).toThrow(expect.objectContaining({ kind: "usage" }));
  });

  test("of a draft is refused before anything is sent", async () => {
    const world = remote();
    await applyAll(world.store, [experimentOf("checkout")]);
    world.seen.length = 0;
    const won = { verdict: "won" as const, comment: undefined };
    await expect(conclude(target(world, experimentOf("checkout")), won)).rejects.toMatchObject({
      kind: "refused",
    });
    expect(writes(world)).toEqual([]);
  });
});
