import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conclude, VERDICTS } from "../../src/experiment/conclude.ts";
import { launch } from "../../src/experiment/launch.ts";
import {
  isOver,
  type Life,
  lifeAfter,
  type Verb,
  verbsFrom,
} from "../../src/experiment/lifecycle.ts";
import { ship } from "../../src/experiment/ship.ts";
import { type Staged, step, type Target } from "../../src/experiment/stage.ts";
import { experimentOf } from "./declared.ts";
import { applyAll, NOW, planFor, refusalOf, remote, type Remote } from "./remote.ts";

type Act = (target: Target) => Promise<Staged>;

const simple = (verb: Exclude<Verb, "launch" | "conclude" | "ship">): fc.Arbitrary<[Verb, Act]> =>
  fc.constant([verb, async (target) => step(verb, target)]);

const deed: fc.Arbitrary<[Verb, Act]> = fc.oneof(
  fc.constant<[Verb, Act]>([
    "launch",
    async (target) => launch(target, { skip: ["all"], now: NOW, privacyErrors: [] }),
  ]),
  ...(["pause", "resume", "freeze", "unfreeze", "archive", "reset"] as const).map(simple),
  fc
    .constantFrom(...VERDICTS)
    .map((verdict): [Verb, Act] => [
      "conclude",
      async (target) => conclude(target, { verdict, comment: undefined }),
    ]),
  fc
    .record({ variant: fc.constantFrom("control", "test"), toEveryone: fc.boolean() })
    .map((said): [Verb, Act] => [
      "ship",
      async (target) => ship(target, { ...said, conclusion: undefined }),
    ]),
);

/** What PostHog itself calls a life (`posthog-api.md` 3.4). */
function statusOf({ stage, frozen }: Life): object {
  if (stage === "archived") return { status: "stopped", archived: true };
  const status = stage === "running" && frozen ? "exposure_frozen" : stage;
  return { status, archived: false };
}

const writes = ({ seen }: Remote): string[] => seen.filter((line) => !line.startsWith("GET"));

test("whatever is tried in whatever order, assay and PostHog agree on where the experiment is, what is illegal is not sent, and no plan undoes what a verb did", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      const world = remote();
      const declaration = experimentOf("checkout", { rollout: 50 });
      const { base } = await applyAll(world.store, [declaration]);
      const target = { store: world.store, declaration, base };
      let life: Life = { stage: "draft", frozen: false };
      let isShipped = false;
      for (const [verb, act] of deeds) {
        world.seen.length = 0;
        const legal = verbsFrom(life);
        const refused = await refusalOf(act(target));
        const isDone = legal.includes(verb);
        expect(refused?.hint).toBe(isDone ? undefined : `Legal now: ${legal.join(", ")}`);
        expect(writes(world)).toHaveLength(isDone ? 1 : 0);
        if (isDone) life = lifeAfter(verb, life);
        isShipped ||= isDone && verb === "ship";
        expect(await world.ask("GET", "experiments/1/")).toMatchObject(statusOf(life));
        // A shipped experiment that is reset is declared anew: its flag must be split again.
        const isSplitAgain = isShipped && !isOver(life.stage) && !life.frozen;
        const { changes } = await planFor(world.store, [declaration], base);
        expect(changes.length > 0).toBe(isSplitAgain);
      }
    }),
    { numRuns: 40 },
  );
});
