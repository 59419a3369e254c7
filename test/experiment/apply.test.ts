import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, type Step } from "../../src/experiment/apply.ts";
import { experimentOf, flagOf, metricOf } from "./declared.ts";
import { declarations, redeclared } from "./arbitrary.ts";
import { applyAll, collect, planFor, remote, type RemoteOptions } from "./remote.ts";

describe("applying a plan", () => {
  test("leaves nothing to plan, with or without a lock", async () => {
    await fc.assert(
      fc.asyncProperty(declarations, async (declared) => {
        const { store } = remote();
        const { base } = await applyAll(store, declared);
        expect((await planFor(store, declared, base)).changes).toEqual([]);
        expect((await planFor(store, declared)).changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("of a changed config leaves nothing to plan either", async () => {
    const twice = declarations.chain((first) => fc.tuple(fc.constant(first), redeclared(first)));
    await fc.assert(
      fc.asyncProperty(twice, async ([first, second]) => {
        const { store } = remote();
        const { base } = await applyAll(store, first);
        const after = await applyAll(store, second, base);
        expect(after.steps.map(({ outcome }) => outcome)).not.toContain("failed");
        expect((await planFor(store, second, after.base)).changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("makes an inactive flag, then a draft, for an experiment; a flag of its own is active", async () => {
    const { store, ask } = remote();
    const { steps } = await applyAll(store, [experimentOf("checkout"), flagOf("stats-tab")]);
    expect(steps.map(({ change: { action, kind, key } }) => `${action} ${kind} ${key}`)).toEqual([
      "create flag checkout",
      "create flag stats-tab",
      "create experiment checkout",
    ]);
    expect((await ask("GET", "feature_flags/?order=key")).results).toMatchObject([
      { key: "checkout", active: false },
      { key: "stats-tab", active: true },
    ]);
    expect((await ask("GET", "experiments/")).results).toMatchObject([
      { feature_flag_key: "checkout", status: "draft" },
    ]);
  });
});

describe("an apply that PostHog leaves half-way", () => {
  const declared = [
    experimentOf("checkout", { metrics: [metricOf("Errors", "error_occurred")] }),
    flagOf("stats-tab", { rollout: 25 }),
  ];
  const faults: readonly Fault[] = ["before", "after", "refuse"];
  const moments = fc.record({ fault: fc.constantFrom(...faults), at: fc.nat(22) });

  test("lists done, failed and not attempted, and converges when run again", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(moments, async ({ fault, at }) => {
        const line = breakable();
        const { store, ask } = remote(line.options);
        const planned = await planFor(store, declared);
        line.breakAt(at, fault);
        const steps: Step[] = [];
        const error = await collect(apply(planned, store), steps);
        seen.add(error === undefined ? steps.map(({ outcome }) => outcome).join() : "thrown");
        expect(steps).toHaveLength(error === undefined ? planned.changes.length : 0);
        line.repair();
        await applyAll(store, declared);
        expect((await planFor(store, declared)).changes).toEqual([]);
        expect((await ask("GET", "feature_flags/")).count).toBe(2);
        expect((await ask("GET", "experiments/")).count).toBe(1);
      }),
      { numRuns: 100 },
    );
    expect([...seen].toSorted()).toEqual([
      "done,done,done",
      "done,done,failed",
      "done,failed,not-attempted",
      "thrown",
    ]);
  });

  test("is the error itself while nothing has been written", async () => {
    const line = breakable();
    const { store } = remote(line.options);
    const planned = await planFor(store, declared);
    line.breakAt(0, "before");
    await expect(collect(apply(planned, store), [])).resolves.toMatchObject({
      kind: "unavailable",
    });
  });
});

describe("a single lost answer", () => {
  test.each(["POST", "PATCH"])("to a %s that was carried out changes nothing", async (method) => {
    let losses = 1;
    const { store } = remote({
      through: async (request, send) => {
        const answer = await send();
        if (request.method !== method || losses === 0) return answer;
        losses -= 1;
        throw new TypeError("fetch failed");
      },
    });
    await applyAll(store, [flagOf("stats-tab", { rollout: 10 })]);
    const { steps } = await applyAll(store, [flagOf("stats-tab", { rollout: 20 })]);
    expect(steps.map(({ outcome }) => outcome)).toEqual(["done"]);
    expect(losses).toBe(0);
    expect((await planFor(store, [flagOf("stats-tab", { rollout: 20 })])).changes).toEqual([]);
  });
});

describe("an object that moved since the plan", () => {
  test("is a conflict, and is not written", async () => {
    const { store, ask, seen } = remote();
    await applyAll(store, [flagOf("stats-tab", { rollout: 25 })]);
    const planned = await planFor(store, [flagOf("stats-tab", { rollout: 50 })]);
    await ask("PATCH", "feature_flags/1/", { name: "Edited elsewhere" });
    seen.length = 0;
    expect(await collect(apply(planned, store), [])).toMatchObject({
      kind: "conflict",
      message: 'Cannot apply flag "stats-tab": it was changed in PostHog since the plan',
    });
    expect(seen.filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  test.each([
    ["was created", [], { key: "stats-tab", filters: { groups: [{}] } }],
    ["was deleted", [flagOf("stats-tab", { rollout: 10 })], { deleted: true }],
  ] as const)("is a conflict when it %s", async (words, before, body) => {
    const { store, ask } = remote();
    await applyAll(store, before);
    const planned = await planFor(store, [flagOf("stats-tab")]);
    const [method, path] = "key" in body ? ["POST", ""] : ["PATCH", "1/"];
    await ask(method, `feature_flags/${path}`, body);
    const error = await collect(apply(planned, store), []);
    expect(error).toMatchObject({ kind: "conflict" });
    expect(error?.message).toContain(words);
  });

  test("is no conflict when only its version or its stage of activity moved", async () => {
    const { store, ask } = remote();
    await applyAll(store, [flagOf("stats-tab", { rollout: 25 })]);
    const planned = await planFor(store, [flagOf("stats-tab", { rollout: 50 })]);
    await ask("POST", "feature_flags/1/disable/");
    expect(await collect(apply(planned, store), [])).toBeUndefined();
    expect(await ask("GET", "feature_flags/1/")).toMatchObject({ active: false });
  });
});

type Fault = "before" | "after" | "refuse";

/** A line to PostHog that breaks at one request and stays broken until repaired. */
function breakable(): {
  readonly options: RemoteOptions;
  readonly breakAt: (request: number, fault: Fault) => void;
  readonly repair: () => void;
} {
  let left = Number.POSITIVE_INFINITY;
  let how: Fault = "before";
  return {
    breakAt: (request, fault) => {
      left = request;
      how = fault;
    },
    repair: () => {
      left = Number.POSITIVE_INFINITY;
    },
    options: {
      through: async (_request, send) => {
        left -= 1;
        if (left >= 0) return send();
        if (how === "refuse") return new Response("<html>Bad gateway</html>", { status: 502 });
        // The answer to the first broken request is lost, whatever it did.
        if (how === "after" && left === -1) await send();
        throw new TypeError("fetch failed");
      },
    },
  };
}
