import { describe, expect, test } from "vitest";
import { flagOf } from "../experiment/declared.ts";
import { applyAll, planFor, remote } from "../experiment/remote.ts";

describe("a project", () => {
  const personalKeys = [
    { key: "phx_all", scopes: ["*"] },
    { key: "phx_reader", scopes: ["feature_flag:read", "experiment:read"] },
  ];

  test.each([
    ["a wrong key", { personalKey: "phx_unknown" }, "unauthorized", "does not know the key"],
    ["a missing scope", { personalKey: "phx_reader" }, "unauthorized", '"feature_flag:write"'],
    ["an unknown project", { personalKey: "phx_all", project: 9 }, "config", "project 9"],
  ] as const)("answers %s with what to do", async (_what, access, kind, words) => {
    const { store } = remote({ personalKeys, ...access });
    const applied = applyAll(store, [flagOf("stats-tab")]);
    await expect(applied).rejects.toMatchObject({ kind });
    await expect(applied).rejects.toThrow(words);
  });

  test("that refuses a value says why", async () => {
    const { store } = remote();
    const bad = flagOf("stats-tab", { payloads: new Map([["test", 1]]) });
    await expect(applyAll(store, [bad])).rejects.toMatchObject({ kind: "refused" });
  });

  test("with more flags than a page has them all looked at, archived ones too", async () => {
    const { store, ask } = remote();
    const keys = Array.from({ length: 230 }, (_, index) => `flag-${index}`);
    for (const key of keys) await ask("POST", "feature_flags/", { key, filters: { groups: [{}] } });
    await ask("POST", "feature_flags/1/archive/");
    const found = await store.flags(keys);
    expect(found).toHaveLength(230);
    expect(found.find(({ flag }) => flag.key === "flag-0")).toMatchObject({ archived: true });
    const { changes, notes } = await planFor(store, [flagOf("flag-0", { rollout: 3 })]);
    expect({ changes, notes }).toMatchObject({ changes: [], notes: [{ key: "flag-0" }] });
  });

  test("that froze an enrolment is left as it is, with a note", async () => {
    const { store, ask } = remote();
    await ask("POST", "experiments/", {
      name: "Checkout",
      feature_flag_key: "checkout",
      start_date: "2026-05-01T00:00:00Z",
    });
    await ask("POST", "experiments/1/freeze_exposure/");
    const { changes, notes } = await planFor(store, [flagOf("checkout", { rollout: 3 })]);
    expect({ changes, notes }).toMatchObject({ changes: [], notes: [{ key: "checkout" }] });
  });

  test("may hold anything under keys that nobody declared", async () => {
    const odd = { id: 99, key: "odd", active: true, filters: { groups: [{ properties: 7 }] } };
    const { store } = remote({
      through: async (request, send) => {
        const answer = await send();
        if (request.method !== "GET") return answer;
        const page = await answer.text();
        return new Response(
          page.replace('"results":[', `"results":[${JSON.stringify(odd)},`).replace("},]", "}]"),
        );
      },
    });
    await applyAll(store, [flagOf("stats-tab")]);
    expect((await planFor(store, [flagOf("stats-tab")])).changes).toEqual([]);
  });

  test("is asked for one flag, not for a list, where the flag was seen before", async () => {
    const { store, ask, seen } = remote();
    await applyAll(store, [flagOf("stats-tab")]);
    await store.flags(["stats-tab"]);
    seen.length = 0;
    expect(await store.flags(["stats-tab"])).toHaveLength(1);
    expect(seen).toEqual(["GET /api/projects/1/feature_flags/1/"]);

    await ask("PATCH", "feature_flags/1/", { deleted: true });
    expect(await store.flags(["stats-tab"])).toEqual([]);
    await ask("POST", "feature_flags/", { key: "stats-tab", filters: { groups: [{}] } });
    expect(await store.flags(["stats-tab"])).toMatchObject([{ id: 2 }]);
  });
});
