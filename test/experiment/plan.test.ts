import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { compareFields, type FieldChange } from "../../src/experiment/fields.ts";
import { toFlag } from "../../src/experiment/flag.ts";
import { EMPTY_BASE } from "../../src/experiment/lock.ts";
import { declarations } from "./arbitrary.ts";
import { experimentOf, flagOf, sharesOf } from "./declared.ts";
import { baseOf, planOver } from "./world.ts";

describe("a field", () => {
  test.each([
    ["never applied", undefined, 50, 10, "pending"],
    ["changed in the config", 10, 50, 10, "pending"],
    ["changed in PostHog", 50, 50, 10, "drift"],
    ["changed in both", 30, 50, 10, "conflict"],
    ["changed in both to the same", 30, 50, 50, undefined],
    ["changed nowhere", 50, 50, 50, undefined],
  ] as const)("%s", (_what, base, config, remote, state) => {
    const lock = base === undefined ? EMPTY_BASE : baseOf(toFlag(flagOf("tab", { rollout: base })));
    const held = toFlag(flagOf("tab", { rollout: remote }));
    const { changes } = planOver([flagOf("tab", { rollout: config })], { flags: [held] }, lock);
    const fields = changes.flatMap((change) => change.fields);
    expect(fields).toEqual(
      state === undefined ? [] : [{ path: "rollout", state, base: base ?? null, config, remote }],
    );
  });

  test("is named as precisely as both sides allow", () => {
    expect(names(multi({ a: 50, b: 50 }), multi({ a: 60, b: 40 }))).toEqual([
      "variants.a.share",
      "variants.b.share",
    ]);
    expect(names(multi({ a: 50, b: 50 }), multi({ b: 50, a: 50 }))).toEqual(["variants"]);
    const pro = { match: [{ key: "plan", value: "pro" }], rollout: 50, variant: undefined };
    const grouped = (rollout: number): Declaration =>
      flagOf("tab", { groups: [{ ...pro, rollout, description: undefined }] });
    expect(names(grouped(10), grouped(20))).toEqual(["groups.0.rollout"]);
    expect(names(paid({ columns: 3 }), paid({ rows: 3 }))).toEqual(["payloads.true"]);
  });

  test("that PostHog gained by itself is drift", () => {
    const gained: FieldChange[] = compareFields({
      base: { payloads: {} },
      config: { payloads: {} },
      remote: { payloads: { true: 1 } },
    });
    expect(gained).toMatchObject([{ path: "payloads.true", state: "drift", config: null }]);
  });
});

describe("a plan", () => {
  test("is the same whatever the order of declarations, and survives JSON", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const planned = planOver(declared);
        expect(planOver(declared.toReversed())).toEqual(planned);
        expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
      }),
    );
  });

  test("has a fingerprint that moves with the config, the remote side and the base", () => {
    const tab = flagOf("tab", { rollout: 20 });
    const prints = [
      planOver([tab]),
      planOver([flagOf("tab", { rollout: 21 })]),
      planOver([tab], { flags: [toFlag(flagOf("tab"))] }),
      planOver([tab], {}, baseOf(toFlag(flagOf("tab")))),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(4);
  });

  test("shows who enters when a flag is created live", () => {
    expect(planOver([flagOf("tab", { rollout: 25 })]).changes).toMatchObject([
      { action: "create", kind: "flag", moves: { enter: 0.25, leave: 0, switch: 0 } },
    ]);
    expect(planOver([experimentOf("checkout")]).changes).toMatchObject([
      { kind: "flag", moves: { enter: 0, leave: 0, switch: 0 } },
      { kind: "experiment", moves: { enter: 0, leave: 0, switch: 0 } },
    ]);
  });

  test("leaves local toggles alone", () => {
    expect(planOver([experimentOf("checkout", { remote: false })])).toMatchObject({
      changes: [],
      settled: [],
    });
  });

  test.each(["stopped", "archived"] as const)(
    "leaves what is %s as it is, with a note",
    (stage) => {
      const { changes, notes } = planOver([experimentOf("checkout", { rollout: 10 })], {
        flags: [toFlag(experimentOf("checkout"))],
        stages: { checkout: stage },
      });
      expect(changes).toEqual([]);
      expect(notes).toEqual([
        {
          key: "checkout",
          message: `Experiment "checkout" is ${stage}: its flag and definition are left as they are`,
        },
      ]);
    },
  );
});

const names = (before: Declaration, after: Declaration): string[] =>
  planOver([after], { flags: [toFlag(before)] }).changes.flatMap(({ fields }) =>
    fields.map(({ path }) => path),
  );

const multi = (shares: Record<string, number>): Declaration =>
  flagOf("tab", { variants: sharesOf(shares) });

const paid = (value: unknown): Declaration =>
  flagOf("tab", { payloads: new Map([["true", value]]) });
