import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OpsError, parseConfig } from "../../src/mod.ts";
import { backOffMs } from "../../src/runtime/back-off.ts";
import { type Facts, resolve } from "../../src/runtime/resolve.ts";
import { declaredOf, isOverridable } from "../../src/runtime/settings.ts";
import { application, type Application, DAY, MINUTE, running, TOML } from "./application.ts";

const declared = [...declaredOf(parseConfig(TOML, { file: "assay.toml" })).values()];
const value = fc.constantFrom(true, false, "control", "test");

const facts: fc.Arbitrary<Facts> = fc.record({
  declaration: fc.constantFrom(...declared),
  platform: fc.constantFrom("linux", "darwin"),
  mayAsk: fc.boolean(),
  whenOff: fc.constantFrom("local", "disabled"),
  isExpired: fc.boolean(),
  override: fc.option(value, { nil: undefined }),
  assigned: fc.option(
    fc.record({ value, source: fc.constantFrom("posthog" as const, "cache" as const) }),
    { nil: undefined },
  ),
  shipped: fc.option(
    fc.record({ value, source: fc.constantFrom("config" as const, "definitions" as const) }),
    { nil: undefined },
  ),
});

describe("the order", () => {
  test("a value is null exactly where nothing may be on", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { value: resolved, source } = resolve(given);
        expect(resolved === null).toBe(source === "disabled");
      }),
    );
  });

  test("what nobody may choose is never an override while PostHog may be asked", () => {
    fc.assert(
      fc.property(facts, (given) => {
        fc.pre(given.mayAsk && !isOverridable(given.declaration));
        expect(resolve(given).source).not.toBe("override");
      }),
    );
  });

  test("what is never remote is an override or its default, whatever else is known", () => {
    fc.assert(
      fc.property(facts, (given) => {
        fc.pre(given.declaration.key === "toggle");
        expect(["override", "default"]).toContain(resolve(given).source);
      }),
    );
  });

  test("what has expired is what people chose or its default, wherever it is supported", () => {
    fc.assert(
      fc.property(facts, (given) => {
        fc.pre(given.isExpired);
        expect(["disabled", "override", "default"]).toContain(resolve(given).source);
        expect(resolve({ ...given, platform: "darwin" }).source).not.toBe("disabled");
      }),
    );
  });

  test("what is shipped decides only while PostHog may not be asked", () => {
    fc.assert(
      fc.property(facts, (given) => {
        fc.pre(given.mayAsk);
        const { source } = resolve(given);
        expect(["config", "definitions"]).not.toContain(source);
      }),
    );
  });
});

test("the back-off never ends, never passes ten minutes, and spreads", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const wait = backOffMs(failures, random);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(10 * MINUTE);
        expect(backOffMs(failures, 0)).toBe(backOffMs(failures, 1) / 2);
      },
    ),
  );
});

/** One thing that happens to an application. */
type Happening =
  | {
      readonly happens:
        | "read"
        | "reload"
        | "subscribe"
        | "restart"
        | "offline"
        | "opt-out"
        | "opt-in";
    }
  | { readonly happens: "pass"; readonly ms: number }
  | { readonly happens: "answer"; readonly value: boolean | string }
  | {
      readonly happens: "choose";
      readonly value: boolean | string | null;
      readonly stale: boolean;
    };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    happens: fc.constantFrom(
      "read" as const,
      "reload" as const,
      "subscribe" as const,
      "restart" as const,
      "offline" as const,
      "opt-out" as const,
      "opt-in" as const,
    ),
  }),
  fc.record({
    happens: fc.constant("pass" as const),
    ms: fc.constantFrom(1, 1000, MINUTE, 11 * MINUTE, DAY, 8 * DAY),
  }),
  fc.record({
    happens: fc.constant("answer" as const),
    value: fc.constantFrom("control", "test", false, "undeclared", true),
  }),
  fc.record({
    happens: fc.constant("choose" as const),
    value: fc.constantFrom("test", "control", true, null),
    stale: fc.boolean(),
  }),
);

/** Lets something happen; the application that goes on afterwards. */
async function meet(app: Application, what: Happening): Promise<Application> {
  switch (what.happens) {
    case "read":
      app.get("copy");
      break;
    case "reload":
      await app.reload().catch(() => {});
      break;
    case "subscribe":
      app.subscribe(() => {})();
      break;
    case "offline":
      app.world.answer = new Error("offline");
      break;
    case "opt-out":
      app.world.gate = { open: false, because: "opted-out" };
      break;
    case "opt-in":
      app.world.gate = { open: true };
      break;
    case "pass":
      await app.clock.pass(what.ms);
      break;
    case "answer":
      app.world.answer = { copy: what.value };
      break;
    case "choose": {
      const { value: wanted, stale } = what;
      const choice = { key: "copy", value: wanted, by: "ada" };
      const came = await app.choose(stale ? { ...choice, ifRevision: 999 } : choice).then(
        () => "chosen",
        (error: unknown) => (error instanceof OpsError ? error.kind : "a bug"),
      );
      if (came !== (stale ? "conflict" : "chosen")) throw new Error(`A choice came to ${came}`);
      break;
    }
    case "restart": {
      await app.stop();
      const { clock, disk, world } = app;
      const next = application({ clock, disk, world });
      next.asked.push(...app.asked);
      next.sent.push(...app.sent);
      await next.start();
      return next;
    }
  }
  await app.clock.settle();
  return app;
}

test("whatever happens, in whatever order, the promises hold", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (happenings) => {
      let app = await running({ world: { answer: { copy: "control" } } });
      for (const what of happenings) {
        const before = { asked: app.asked.length, sent: app.sent.length };
        const wasOff = !app.world.gate.open;
        app = await meet(app, what);
        const isOff = wasOff && !app.world.gate.open;
        const isSilent = app.asked.length === before.asked && app.sent.length === before.sent;
        expect(isSilent || !isOff).toBe(true);
        const { value: seen, source, ageMs } = app.getAll()["copy"] ?? { value: null, ageMs: null };
        expect([true, false, "control", "test"]).toContain(seen);
        expect(ageMs ?? 0).toBeLessThan(7 * DAY);
        expect(isOff && (source === "posthog" || source === "cache")).toBe(false);
      }
      const told = app.sent.map(({ name, properties }) =>
        [name, properties["$feature_flag_response"], properties["$feature/copy"]].join(" "),
      );
      expect(told.filter((line) => line.includes("undeclared"))).toEqual([]);
      await app.stop();
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("PostHog is never asked twice within the shortest wait, however often it is read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * MINUTE }), fc.boolean()), { maxLength: 40 }),
      async (steps) => {
        const app = await running({ world: { answer: { copy: "test" } } });
        for (const [ms, isUp] of steps) {
          app.world.answer = isUp ? { copy: "test" } : new Error("offline");
          await app.clock.pass(ms);
          app.get("copy");
          app.isEnabled("banner");
        }
        const times = app.asked.map(({ at }) => at);
        const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
        expect(waits.filter((wait) => wait < 500)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
