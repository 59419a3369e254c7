/** What the experiments of `seed-systems.md` 1 get wrong about what leaves (3.2), each as it is right. */
import { describe, expect, test } from "vitest";
import { telemetryGate } from "../../src/runtime.ts";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";
import { DAY, OFF, running, START } from "./application.ts";
import { fakeClock } from "./clock.ts";

const gate = (env: Readonly<Record<string, string>>): unknown =>
  telemetryGate(env, {
    off: ["MUX_DISABLE_TELEMETRY", "XUM_DISABLE_TELEMETRY"],
    development: false,
  });

const names = (events: readonly { readonly name: string }[]): string[] =>
  events.map(({ name }) => name);

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

test("M2: a value that comes back in the same period is not used anew", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  for (const value of ["test", "control", "test", "control"]) {
    app.world.answer = { copy: value };
    await app.reload();
    app.get("copy");
  }
  await app.clock.settle();
  expect(app.sent.map(({ properties }) => properties["$feature_flag_response"])).toEqual([
    "test",
    "control",
  ]);
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
