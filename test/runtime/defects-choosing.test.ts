/** What the experiments of `seed-systems.md` 1 get wrong about what people choose and what the config decides (3.2), each as it is right. */
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";
import { DAY, type Disk, OFF, running, START, TOML } from "./application.ts";

/** Writes into the file what PostHog is said to have assigned to whoever it knows. */
function forge(disk: Disk, assignments: unknown): void {
  const { assignments: people, ...others }: Record<string, object> = Object(disk.memory);
  const forged = Object.keys(people ?? {}).map((person) => [person, assignments]);
  expect(forged).toHaveLength(1);
  disk.memory = { ...others, assignments: Object.fromEntries(forged) };
}

test("M4: a choice upon an old revision is refused, after it was taken back too", async () => {
  const app = await running();
  await app.choose({ key: "toggle", value: true, by: "ada", ifRevision: 0 });
  await app.choose({ key: "toggle", value: null, by: "ada", ifRevision: 1 });
  const stale = [0, 1].map(async (ifRevision) =>
    app.choose({ key: "toggle", value: true, by: "old profile", ifRevision }),
  );
  for (const late of stale) await expect(late).rejects.toMatchObject({ kind: "conflict" });
  expect(app.isEnabled("toggle")).toBe(false);
});

test.each<[string, unknown]>([
  ["an undeclared variant", { copy: { value: "admin", fetchedAt: START } }],
  ["a huge variant", { copy: { value: "x".repeat(1_000_000), fetchedAt: START } }],
  ["on, where there are variants", { copy: { value: true, fetchedAt: START } }],
  ["no time", { copy: { value: "test", fetchedAt: "now" } }],
  ["no entry", { copy: "test" }],
  ["a list", ["test"]],
])("M10: a cache edited to hold %s turns nothing on", async (_, assignments) => {
  const before = await running({ world: { answer: { copy: "control" } } });
  forge(before.disk, assignments);
  const app = await running({
    disk: before.disk,
    clock: before.clock,
    world: { answer: new Error("offline") },
  });
  expect(app.get("copy")).toEqual({ value: false, source: "default", ageMs: null });
  app.capture("opened", { view: "list" });
  await app.clock.settle();
  expect(app.sent[0]?.properties).not.toHaveProperty("$feature/copy");
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "M10: %s is no key",
  async (key) => {
    const saved = JSON.parse(`{"${key}": {"value": true, "fetchedAt": ${START}}}`);
    const before = await running();
    forge(before.disk, saved);
    const app = await running({ disk: before.disk, clock: before.clock });
    expect(app.get(key)).toEqual({ value: null, source: "disabled", ageMs: null });
    expect(app.isEnabled(key)).toBe(false);
    await expect(app.choose({ key, value: true, by: "ada" })).rejects.toMatchObject({
      kind: "usage",
    });
  },
);

describe("M15: opting out of telemetry takes no feature away", () => {
  test("the config decides here, and nothing is asked or sent", async () => {
    const app = await running({ world: { gate: OFF, answer: { copy: "test" } } });
    expect(app.get("copy").source).toBe("config");
    expect(app.get("banner")).toMatchObject({ value: true, source: "config" });
    app.capture("opened", { view: "list" });
    expect(await app.answered({ ms: 1000 })).toBe(false);
    await app.reload();
    expect([app.asked, app.sent]).toEqual([[], []]);
  });

  test("a snapshot shipped with the application decides in its place", async () => {
    const definitions = { flags: [{ key: "banner", active: false, filters: { groups: [] } }] };
    const app = await running({ definitions, world: { gate: OFF } });
    expect(app.get("banner")).toMatchObject({ value: false, source: "definitions" });
    expect(app.get("copy")).toMatchObject({ value: false, source: "default" });
  });

  test("when_off = disabled leaves what people choose themselves", async () => {
    const toml = `${TOML}[telemetry]\nwhen_off = "disabled"\n`;
    const app = await running({ toml, world: { gate: OFF } });
    expect(app.get("copy")).toEqual({ value: null, source: "disabled", ageMs: null });
    await app.choose({ key: "copy", value: "test", by: "ada" });
    expect(app.get("copy")).toMatchObject({ value: "test", source: "override" });
    expect(app.get("toggle")).toMatchObject({ value: false, source: "default" });
  });
});

test("M15: who develops without PostHog sees what they chose, where nothing else decides", async () => {
  const setAt = START;
  const choice = { value: "test", reason: "", by: "ada", revision: 1, setAt, expiresAt: null };
  const overrides = { version: 1, overrides: { blind: choice } };
  const gate = { open: false, because: "development" } as const;
  const definitions = { flags: [] };
  const disk = { memory: undefined, overrides };
  const app = await running({ disk, definitions, world: { gate } });
  expect(app.get("blind")).toMatchObject({ value: "test", source: "override" });
  app.world.gate = { open: true };
  expect(app.get("blind")).toMatchObject({ value: false, source: "default" });
});

test("M17: a view never changes, and its id says whether two sides see the same", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  const before = app.view();
  expect(app.view().id).toBe(before.id);
  app.world.answer = { copy: "control" };
  await app.reload();
  expect(before.readings.get("copy")?.value).toBe("test");
  expect(app.view().id).not.toBe(before.id);
});

test("M21: a choice made on another platform is kept, and ignored here", async () => {
  const app = await running({ platform: "darwin" });
  await app.choose({ key: "mac-only", value: true, by: "ada" });
  const here = await running({ disk: app.disk, clock: app.clock, platform: "linux" });
  expect(here.get("mac-only")).toMatchObject({ value: null, source: "disabled" });
  await here.choose({ key: "toggle", value: true, by: "ada" });
  const there = await running({ disk: app.disk, clock: app.clock, platform: "darwin" });
  expect(there.get("mac-only")).toMatchObject({ value: true, source: "override" });
});

test("M4: what is switched off elsewhere on the machine is off here a second later", async () => {
  const here = await running();
  await here.choose({ key: "toggle", value: true, by: "ada" });
  const there = await running({ disk: here.disk, clock: here.clock });
  await there.choose({ key: "toggle", value: null, by: "ada", ifRevision: 1 });
  await here.clock.pass(1000);
  here.isEnabled("toggle");
  await here.clock.settle();
  expect(here.isEnabled("toggle")).toBe(false);
});

test("M22: an experiment whose last day is over is its default, asked by nobody and in no event", async () => {
  const toml = TOML.replace("[experiments.blind]", "[experiments.blind]\nexpires = 2026-11-21");
  const app = await running({ toml, world: { answer: { blind: "test", copy: "test" } } });
  expect(app.get("blind")).toMatchObject({ value: "test", source: "posthog" });
  await app.clock.pass(DAY);
  await app.reload();
  expect(app.get("blind")).toEqual({ value: false, source: "default", ageMs: null });
  app.capture("opened", { view: "list" });
  await app.clock.settle();
  expect(app.sent.at(-1)?.properties).not.toHaveProperty("$feature/blind");
  expect(app.sent.at(-1)?.properties).toHaveProperty("$feature/copy");
  expect(app.asked.at(-1)?.keys).not.toContain("blind");
});

test("M22: and `check` warns of it", async () => {
  const { assay } = desk("version = 1\n[experiments.old]\nexpires = 2026-11-20\n");
  expect(envelope(await assay("check --json"))).toMatchObject({
    exitCode: 0,
    data: { findings: [expect.objectContaining({ severity: "warning" })] },
  });
});
