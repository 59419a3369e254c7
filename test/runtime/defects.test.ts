/** What the experiments of `seed-systems.md` 1 get wrong (3.2), each as it is right. */
import { describe, expect, test } from "vitest";
import { telemetryGate } from "../../src/runtime.ts";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";
import { application, DAY, MINUTE, running, START, TOML } from "./application.ts";
import { fakeClock } from "./clock.ts";

const OFF = { open: false, because: "opted-out" } as const;
const names = (events: readonly { readonly name: string }[]): string[] =>
  events.map(({ name }) => name);

describe("M1: a key that PostHog does not know costs nothing", () => {
  test("all keys are asked for at once", async () => {
    const app = await running();
    expect(app.asked.map(({ keys }) => keys)).toEqual([["banner", "blind", "copy"]]);
  });

  test("that it is not known is kept like any other answer", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    for (let read = 0; read < 100; read += 1) app.get("blind");
    await app.clock.pass(9 * MINUTE);
    app.get("blind");
    await app.clock.settle();
    expect(app.asked).toHaveLength(1);
    const later = await running({ disk: app.disk, clock: app.clock });
    expect(later.asked).toEqual([]);
  });

  test("nobody is exposed to it, and no event tells of it", async () => {
    const app = await running({ world: { answer: {} } });
    expect(app.get("copy")).toEqual({ value: false, source: "default", ageMs: null });
    app.capture("opened", { view: "list" });
    await app.clock.settle();
    expect(app.sent.map(({ name, properties }) => [name, Object.keys(properties)])).toEqual([
      ["opened", ["view", "version"]],
    ]);
  });

  test("what is never remote, or not for this platform, is never asked for", async () => {
    const app = await running({ platform: "darwin" });
    expect(app.asked[0]?.keys).toEqual(["banner", "blind", "copy", "mac-only"]);
  });
});

describe("M2: who uses a value is exposed, and nobody before", () => {
  test("start, getAll, view and subscribe expose nobody", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.getAll();
    app.view();
    app.subscribe(() => {})();
    await app.clock.settle();
    expect(app.sent).toEqual([]);
  });

  test("once for each identity, key, value and period", async () => {
    const app = await running({ world: { answer: { copy: "test", banner: true } } });
    for (let read = 0; read < 10; read += 1) {
      app.get("copy");
      app.isEnabled("copy");
    }
    app.get("banner");
    await app.clock.settle();
    const told = (): unknown[] =>
      app.sent.map(({ properties }) => [
        properties["$feature_flag"],
        properties["$feature_flag_response"],
      ]);
    expect(told()).toEqual([
      ["copy", "test"],
      ["banner", true],
    ]);
    const again = await running({
      disk: app.disk,
      clock: app.clock,
      world: { answer: { copy: "test" } },
    });
    again.get("copy");
    await app.clock.settle();
    expect(again.sent).toEqual([]);
    await app.clock.pass(DAY);
    again.get("copy");
    await app.clock.settle();
    expect(again.sent).toHaveLength(1);
    const other = await running({
      disk: app.disk,
      clock: app.clock,
      person: { distinctId: "grace" },
      world: { answer: { copy: "test" } },
    });
    other.get("copy");
    await app.clock.settle();
    expect(other.sent).toHaveLength(1);
  });
});

describe("M3: an override never contaminates an analysis", () => {
  test("assigned and effective value are two properties, and nobody is exposed", async () => {
    const app = await running({ world: { answer: { copy: "control" } } });
    await app.choose({ key: "copy", value: "test", by: "ada" });
    expect(app.get("copy")).toMatchObject({ value: "test", source: "override" });
    app.capture("opened", { view: "list" });
    await app.clock.settle();
    expect(names(app.sent)).toEqual(["experiment_overridden", "opened"]);
    expect(app.sent[1]?.properties).toMatchObject({
      "$feature/copy": "control",
      "effective/copy": "test",
    });
  });

  test("experiment_overridden is sent once for each choice", async () => {
    const app = await running({ world: { answer: { copy: "control" } } });
    const choose = async (value: boolean | string): Promise<unknown> =>
      app.choose({ key: "copy", value, by: "ada" });
    await choose("test");
    await choose("test");
    await choose("control");
    await app.clock.settle();
    const again = await running({ disk: app.disk, clock: app.clock });
    expect([...app.sent, ...again.sent].map(({ properties }) => properties["userChoice"])).toEqual([
      "test",
      "control",
    ]);
  });

  test("a choice made elsewhere on the machine is told by one of the applications", async () => {
    const disk = { memory: undefined, overrides: savedOverride({ reported: false }) };
    const clock = fakeClock(START);
    const first = await running({ disk, clock });
    const second = await running({ disk, clock });
    expect(names([...first.sent, ...second.sent])).toEqual(["experiment_overridden"]);
  });

  test("a choice made while telemetry was off is never told", async () => {
    const app = await running({ world: { gate: OFF } });
    await app.choose({ key: "copy", value: "test", by: "ada" });
    app.world.gate = { open: true };
    const again = await running({ disk: app.disk, clock: app.clock });
    await app.clock.settle();
    expect([...app.sent, ...again.sent]).toEqual([]);
  });
});

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

test("M5: an experiment whose metric was never seen is not launched", async () => {
  const metric = `[[experiments.copy.metrics]]
name = "Errors"
role = "primary"
type = "mean"
event = "error_occurred"
goal = "decrease"
[events.error_occurred]
context = ["send", "stream"]
`;
  const { assay } = desk(`version = 1
[posthog]
project = 1
[experiments.copy]
owner = "team"
expires = 2026-12-31
${metric}`);
  await assay("apply --yes");
  const launch = await assay("experiment launch copy --yes --json");
  expect(launch.code).toBe(3);
  expect(JSON.stringify(envelope(launch))).toContain("metric-seen");
});

test.each([
  ["a path in a free string", { view: "/Users/ada/secret-project" }],
  ["a key in the wrong place", { view: "sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789" }],
  ["an undeclared property", { view: "list", workspaceId: "acme-main" }],
])("M6: the last filter refuses %s, counts it and changes nothing", async (_, properties) => {
  const app = await running();
  app.capture("opened", properties);
  app.capture("opened", { view: "grid" });
  await app.clock.settle();
  expect(app.sent.map((event) => event.properties["view"])).toEqual(["grid"]);
  const { refused } = app.status();
  expect(Object.values(refused)).toEqual([1]);
  expect(JSON.stringify(refused)).not.toMatch(/ada|sk-ant|acme/);
});

describe("M7: any opt-out is enough, and nothing beats it", () => {
  const gate = (env: Readonly<Record<string, string>>): unknown =>
    telemetryGate(env, {
      off: ["MUX_DISABLE_TELEMETRY", "XUM_DISABLE_TELEMETRY"],
      development: false,
    });

  test.each(["1", "true", "yes", "on", "TRUE", "please"])("%j opts out", (said) => {
    expect(gate({ MUX_DISABLE_TELEMETRY: said })).toMatchObject({ open: false });
    expect(gate({ DO_NOT_TRACK: said })).toMatchObject({ open: false });
  });
  test.each(["", " ", "0", "false", "no", "off", "OFF", " False "])("%j does not", (said) => {
    expect(gate({ MUX_DISABLE_TELEMETRY: said, DO_NOT_TRACK: said })).toEqual({ open: true });
  });
  test("a no elsewhere opens nothing", () => {
    expect(gate({ XUM_DISABLE_TELEMETRY: "0", MUX_DISABLE_TELEMETRY: "1" })).toMatchObject({
      open: false,
      variable: "MUX_DISABLE_TELEMETRY",
    });
  });
  test.each(["VITEST", "JEST_WORKER_ID", "CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL"])(
    "%s is silent",
    (name) => expect(gate({ [name]: "True" })).toMatchObject({ open: false }),
  );
  test("so is NODE_ENV=test, and a development build whatever else is said", () => {
    expect(gate({ NODE_ENV: "test" })).toMatchObject({ because: "test" });
    const development = telemetryGate({ TELEMETRY: "1" }, { off: [], development: true });
    expect(development).toEqual({ open: false, because: "development" });
  });
});

test("M8: starting twice is starting once, and a choice made meanwhile stands", async () => {
  const app = application({ world: { answer: { copy: "control" } } });
  const starts = [app.start(), app.choose({ key: "copy", value: "test", by: "ada" }), app.start()];
  await Promise.all(starts);
  await app.clock.settle();
  expect(app.asked).toHaveLength(1);
  expect(app.get("copy")).toMatchObject({ value: "test", source: "override" });
});

describe("M9: a clock that was set back", () => {
  test("an answer from the future is not used, and asked for again", async () => {
    const before = await running({ world: { answer: { copy: "test" } } });
    const app = application({ disk: before.disk, clock: fakeClock(START - DAY) });
    app.world.answer = new Error("offline");
    await app.start();
    await app.clock.settle();
    expect(app.get("copy").source).toBe("default");
    expect(app.asked).toHaveLength(1);
  });

  test("inside a process an answer ages all the same", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.clock.set(START - DAY);
    await app.clock.pass(11 * MINUTE);
    app.get("copy");
    await app.clock.settle();
    expect(app.asked).toHaveLength(2);
  });

  test("a choice from the future does not count", async () => {
    const app = await running();
    await app.choose({ key: "toggle", value: true, by: "ada" });
    app.clock.set(START - 1);
    expect(app.isEnabled("toggle")).toBe(false);
  });
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
  Object.assign(before.disk.memory ?? {}, { assignments });
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
    Object.assign(before.disk.memory ?? {}, { assignments: saved });
    const app = await running({ disk: before.disk, clock: before.clock });
    expect(app.get(key)).toEqual({ value: null, source: "disabled", ageMs: null });
    expect(app.isEnabled(key)).toBe(false);
    await expect(app.choose({ key, value: true, by: "ada" })).rejects.toMatchObject({
      kind: "usage",
    });
  },
);

test("M11: past the hard age nothing is used, and both ages are visible", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  app.world.answer = new Error("offline");
  expect([app.get("copy").ageMs, app.status().freshness]).toEqual([0, "fresh"]);
  await app.clock.pass(10 * MINUTE);
  expect([app.get("copy").ageMs, app.status().freshness]).toEqual([10 * MINUTE, "stale"]);
  await app.clock.pass(7 * DAY - 10 * MINUTE - 1);
  expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await app.clock.pass(1);
  expect(app.get("copy")).toEqual({ value: false, source: "default", ageMs: null });
  expect(app.status()).toMatchObject({ freshness: "expired", answeredAt: START });
});

test("M12: an answer that comes in one process keeps the choice of another", async () => {
  const first = await running({ world: { answer: { copy: "control" } } });
  const second = await running({ disk: first.disk, clock: first.clock });
  await second.choose({ key: "copy", value: "test", by: "ada" });
  await first.reload();
  await first.clock.settle();
  const third = await running({ disk: first.disk, clock: first.clock });
  expect(third.get("copy")).toMatchObject({ value: "test", source: "override" });
});

test("M13: a choice that is not stored is told, and does not count", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  await app.clock.settle();
  app.disk.full = true;
  await expect(app.choose({ key: "copy", value: false, by: "ada" })).rejects.toThrow("full");
  expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await app.reload();
  await app.clock.settle();
  expect(app.status().kept).toBe(false);
  app.disk.full = false;
  await app.reload();
  await app.clock.settle();
  expect(app.status().kept).toBe(true);
});

describe("M14: a change is told", () => {
  test("without polling, as soon as PostHog answers after any number of failures", async () => {
    const app = application({ world: { answer: new Error("offline") } });
    const seen: unknown[] = [];
    app.subscribe(({ readings }) => seen.push(readings.get("copy")?.value));
    await app.start();
    await app.clock.pass(120 * MINUTE);
    expect(seen).toEqual([]);
    expect(app.status().failures).toBeGreaterThan(20);
    app.world.answer = { copy: "test" };
    await app.clock.pass(10 * MINUTE);
    expect(seen).toEqual(["test"]);
    expect(app.status().failures).toBe(0);
  });

  test("a failure drops nothing that was known", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.world.answer = new Error("offline");
    await expect(app.reload()).rejects.toThrow("offline");
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  });

  test("who wants to wait waits so long and no longer", async () => {
    const app = application({ world: { answer: new Error("offline") } });
    const waited = app.answered({ ms: 5000 });
    await app.clock.pass(5000);
    expect(await waited).toBe(false);
    app.world.answer = { copy: "test" };
    const more = app.answered({ ms: DAY });
    await app.clock.pass(10 * MINUTE);
    expect(await more).toBe(true);
  });
});

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

test("M16: which variants mean on is declared, and an unknown one is off and not told", async () => {
  const toml = `version = 1
[experiments.copy]
variants = [{ key = "control", share = 40 }, { key = "short", share = 30 }, { key = "long", share = 30 }]
enabled_variants = ["long"]
[events."$feature_flag_called"]
"$feature_flag" = ["copy"]
"$feature_flag_response" = ["control", "short", "long"]
[log.common]
version = "semver"
`;
  for (const [value, isOn] of [
    ["control", false],
    ["short", false],
    ["long", true],
  ] as const) {
    const app = await running({ toml, world: { answer: { copy: value } } });
    expect(app.isEnabled("copy")).toBe(isOn);
  }
  const app = await running({ toml, world: { answer: { copy: "test" } } });
  expect(app.isEnabled("copy")).toBe(false);
  await app.clock.settle();
  expect(app.sent).toEqual([]);
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

test("M19: an event that names what every event carries is refused", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  app.capture("opened", { view: "list", version: "9.9.9" });
  app.capture("opened", { view: "list", "$feature/copy": "control" });
  app.capture("opened", { view: "list", "effective/copy": "control" });
  await app.clock.settle();
  expect(app.sent).toEqual([]);
  expect(app.status().refused).toEqual({ "event.reserved-property properties": 3 });
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

function savedOverride({ reported }: { readonly reported: boolean }): unknown {
  const copy = {
    value: "test",
    reason: "",
    by: "ada",
    revision: 1,
    setAt: START,
    expiresAt: null,
    reported,
  };
  return { version: 1, overrides: { copy } };
}
