import { expect, test } from "vitest";
import type { Flag } from "../../src/experiment/flag.ts";
import { flagAfter, movesBy } from "../../src/experiment/flag-after.ts";
import type { ObservedFlag } from "../../src/experiment/observed.ts";
import { flagSettings } from "../../src/experiment/settings.ts";
import type { Deed } from "../../src/experiment/store.ts";
import { experimentOf } from "./declared.ts";
import { applyAll, remote } from "./remote.ts";

const ship = (variant: string, toEveryone: boolean): Deed => ({
  verb: "ship",
  variant,
  toEveryone,
  conclusion: undefined,
});

/** What decides who gets what; PostHog describes a group that it adds. */
const essence = (flag: Flag | undefined): unknown => {
  if (flag === undefined) return undefined;
  const { groups, variants } = flagSettings(flag);
  const released = groups.map((group) => ({ ...group, description: "" }));
  return { active: flag.active, variants, groups: released };
};

test.each<[string, readonly Deed[]]>([
  ["a life", [{ verb: "launch" }, { verb: "pause" }, { verb: "resume" }, ship("test", false)]],
  ["a release", [{ verb: "launch" }, ship("test", true), { verb: "archive" }, { verb: "reset" }]],
  [
    "an end",
    [
      { verb: "launch" },
      { verb: "conclude", conclusion: { verdict: "lost", comment: undefined } },
      ship("control", false),
    ],
  ],
])("PostHog makes of a flag what was foretold: %s", async (_what, deeds) => {
  const { store } = remote();
  await applyAll(store, [experimentOf("checkout", { rollout: 20 })]);
  for (const deed of deeds) {
    const [flag] = await store.flags(["checkout"]);
    const [experiment] = await store.experiments(["checkout"]);
    if (flag === undefined || experiment === undefined) throw new Error("nothing was applied");
    await store.carryOut(experiment, deed);
    const [after] = await store.flags(["checkout"]);
    expect(essence(after?.flag)).toEqual(essence(flagAfter(deed, flag.flag)));
  }
});

test("whom a freeze keeps out only PostHog knows", async () => {
  const { store } = remote();
  await applyAll(store, [experimentOf("checkout")]);
  const [flag]: (ObservedFlag | undefined)[] = await store.flags(["checkout"]);
  expect(movesBy({ verb: "freeze" }, flag)).toBeNull();
  expect(movesBy({ verb: "launch" }, flag)).toEqual({ enter: 1, leave: 0, switch: 0 });
});
