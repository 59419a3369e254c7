import { describe, expect, test } from "vitest";
import { experimentOf, flagOf } from "./declared.ts";
import { applyAll, planFor, remote } from "./remote.ts";

describe("applying", () => {
  test("a new experiment makes an inactive flag, then a draft, and leaves nothing to plan", async () => {
    const { store, ask } = remote();
    const declarations = [experimentOf("checkout"), flagOf("stats-tab", { rollout: 25 })];
    const { base } = await applyAll(store, declarations);
    const flags = await ask("GET", "feature_flags/?order=key");
    expect(flags.results).toMatchObject([
      { key: "checkout", active: false },
      { key: "stats-tab", active: true },
    ]);
    expect((await planFor(store, declarations, base)).changes).toEqual([]);
    expect((await planFor(store, declarations)).changes).toEqual([]);
  });
});
