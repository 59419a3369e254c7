import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `version = 1
[posthog]
project = 1
[flags.stats-tab]
rollout = 100
[experiments.open-choice]
user_overridable = true
payloads = { test = { columns = 3 } }
[experiments.blind]
[experiments.toggle]
remote = false
[experiments.mac-only]
user_overridable = true
platforms = ["darwin"]
`;

const FILE = "home/state/overrides/posthog.test-1.json";

test("a choice is listed with its reason, its maker and its revision", async () => {
  const { assay } = desk(TOML);
  const set = await assay("override set open-choice test --reason demo --json", {
    GITHUB_ACTOR: "ada",
  });
  expect(envelope(set).data).toEqual({
    key: "open-choice",
    value: "test",
    revision: 1,
    changed: true,
  });
  const { data, meta } = envelope(await assay("override list --json"));
  expect(data["overrides"]).toEqual({
    "open-choice": { value: "test", state: "live", revision: 1, reason: "demo", by: "ada" },
  });
  expect(meta?.["times"]).toEqual({
    "open-choice": { setAt: "2026-11-21T12:00:00.000Z", expiresAt: null },
  });
});

test("unset takes one choice back, clear all of them, and neither forgets a revision", async () => {
  const { assay } = desk(TOML);
  await assay("override set open-choice true");
  await assay("override set toggle true");
  expect(envelope(await assay("override unset open-choice --json")).data).toMatchObject({
    value: null,
    revision: 2,
    changed: true,
  });
  expect(envelope(await assay("override unset open-choice --json")).data).toMatchObject({
    revision: 2,
    changed: false,
  });
  expect(envelope(await assay("override clear --json")).data).toEqual({ cleared: ["toggle"] });
  expect(envelope(await assay("override list --json")).data).toEqual({ overrides: {} });
  expect(envelope(await assay("override set open-choice true --json")).data).toMatchObject({
    revision: 3,
  });
});

describe("refuses", () => {
  test.each([
    [
      "what the config does not let people choose",
      "override set blind test",
      3,
      "user_overridable",
    ],
    ["a flag without an experiment", "override set stats-tab true", 3, "user_overridable"],
    ["a variant that is not declared", "override set open-choice blue", 2, "control"],
    ["a key that is not declared", "override set open-choise test", 2, "open-choice"],
    ["an end that is past", "override set open-choice test --expires 2020-01-01", 2, "later"],
    ["an end that is no moment", "override set open-choice test --expires soon", 2, "8h"],
    ["a revision that is none", "override set open-choice test --if-revision x", 2, "list"],
    ["to take back what is not declared", "override unset open-choise", 2, "open-choice"],
  ])("%s", async (_, line, code, hint) => {
    const { assay, folder } = desk(TOML);
    const seen = await assay(line);
    expect(seen).toMatchObject({ code, out: "" });
    expect(seen.err).toContain(hint);
    expect(existsSync(join(folder, FILE))).toBe(false);
  });

  test("a choice upon a revision that is gone", async () => {
    const { assay } = desk(TOML);
    await assay("override set open-choice test --if-revision 0");
    const late = await assay("override set open-choice control --if-revision 0");
    expect(late).toMatchObject({ code: 4, out: "" });
    expect(late.err).toContain("revision 1");
    expect((await assay("override set open-choice control --if-revision 1")).code).toBe(0);
  });

  test.each(["CI", "GITHUB_ACTIONS", "TF_BUILD"])("to choose where %s is set", async (name) => {
    const { assay } = desk(TOML);
    expect(await assay("override set open-choice test", { [name]: "true" })).toMatchObject({
      code: 3,
    });
    expect((await assay("override set open-choice test", { [name]: "0" })).code).toBe(0);
    expect((await assay("override set toggle true --allow-ci", { [name]: "1" })).code).toBe(0);
    expect((await assay("override unset toggle", { [name]: "1" })).code).toBe(0);
  });

  test("to replace a file of a later version", async () => {
    const { assay, folder } = desk(TOML);
    await assay("override set open-choice test");
    const later = '{"version": 2, "choices": {}}';
    writeFileSync(join(folder, FILE), later);
    expect(await assay("override set open-choice control")).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, FILE), "utf8")).toBe(later);
    const listed = envelope(await assay("override list --json"));
    expect(listed.data).toEqual({ overrides: {} });
    expect(listed.diagnostics).toMatchObject([{ rule: "cache.unusable", severity: "warning" }]);
  });
});

test.each([
  ["cut short", '{"version": 1, "over'],
  ["empty", ""],
  ["no file of overrides", "[]"],
  ["one with a choice that is none", '{"version": 1, "overrides": {"toggle": {"value": 7}}}'],
])("a file that is %s is set aside, told, and chosen anew", async (_, damage) => {
  const { assay, folder } = desk(TOML);
  await assay("override set open-choice test");
  writeFileSync(join(folder, FILE), damage);
  const listed = envelope(await assay("override list --json"));
  expect(listed.data).toEqual({ overrides: {} });
  expect(listed.diagnostics).toMatchObject([{ rule: "cache.set-aside", severity: "warning" }]);
  const [aside, ...others] = readdirSync(dirname(join(folder, FILE)));
  expect(others).toEqual([]);
  expect(readFileSync(join(folder, dirname(FILE), aside ?? ""), "utf8")).toBe(damage);
  expect((await assay("override set toggle true")).code).toBe(0);
  expect(envelope(await assay("override list --json"))).toMatchObject({
    data: { overrides: { toggle: { value: true } } },
    diagnostics: [{ rule: "cache.set-aside" }],
  });
});

test("a choice ends by itself", async () => {
  const { assay } = desk(TOML);
  await assay("override set open-choice test --expires 8h");
  const stateAt = async (now: string): Promise<unknown> =>
    envelope(await assay("override list --json", { ASSAY_NOW: now })).data["overrides"];
  expect(await stateAt("2026-11-21T19:59:59Z")).toMatchObject({ "open-choice": { state: "live" } });
  expect(await stateAt("2026-11-21T20:00:00Z")).toMatchObject({
    "open-choice": { state: "expired" },
  });
  expect(await stateAt("2026-11-21T11:00:00Z")).toMatchObject({
    "open-choice": { state: "future" },
  });
});

test("a choice whose experiment people may not choose any more is kept and ignored", async () => {
  const { assay, write } = desk(TOML);
  await assay("override set open-choice test");
  write("assay.toml", TOML.replace("user_overridable = true", "user_overridable = false"));
  expect(envelope(await assay("override list --json")).data["overrides"]).toMatchObject({
    "open-choice": { state: "ignored" },
  });
  expect((await assay("override set open-choice test")).code).toBe(3);
  expect(
    envelope(await assay("eval open-choice --id u --effective --json")).data["flags"],
  ).toMatchObject({ "open-choice": { value: false, source: "default" } });
});

test("only its owner may read the file", async () => {
  const { assay, folder } = desk(TOML);
  await assay("override set open-choice test");
  expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, `${FILE}.lock`))).toBe(false);
});

const flags = async (
  { assay }: Pick<ReturnType<typeof desk>, "assay">,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> =>
  envelope(await assay("eval --id user-1 --effective --json", env)).data["flags"];

describe("eval --effective", () => {
  test("heeds a choice, with its payload, before the cache", async () => {
    const here = desk(TOML);
    await here.assay("apply --yes");
    await here.assay("cache refresh");
    expect(await flags(here)).toMatchObject({ "open-choice": { source: "cache" } });
    await here.assay("override set open-choice test");
    await here.assay("override set toggle true");
    await here.assay("override set mac-only true");
    expect(await flags(here)).toMatchObject({
      "open-choice": {
        value: "test",
        payload: { columns: 3 },
        reason: "override",
        source: "override",
      },
      toggle: { value: true, source: "override" },
      "mac-only": { value: false, reason: "disabled", source: "disabled" },
      blind: { source: "cache" },
    });
  });

  test("when_off decides what is left while telemetry is off", async () => {
    const here = desk(`${TOML}[telemetry]\noff = ["QUIET"]\nwhen_off = "disabled"\n`);
    await here.assay("override set open-choice test");
    expect(await flags(here, { QUIET: "yes" })).toMatchObject({
      "stats-tab": { value: false, source: "disabled" },
      "open-choice": { value: "test", source: "override" },
      toggle: { value: false, source: "default" },
    });
    expect(await flags(here, { QUIET: "off" })).toMatchObject({
      "stats-tab": { value: false, source: "default" },
    });
  });
});

test("cache show tells what was chosen instead", async () => {
  const { assay } = desk(TOML);
  await assay("apply --yes");
  await assay("cache refresh");
  await assay("override set open-choice test");
  const { keys } = envelope(await assay("cache show --json")).data;
  expect(keys).toMatchObject({
    "open-choice": { value: false, source: "cache", override: "test" },
    "stats-tab": { value: true, source: "cache" },
  });
  expect((await assay("cache show")).out).toMatch(/open-choice +false +cache +test/);
});

test("cache show does not say of what was only chosen that it is cached", async () => {
  const { assay } = desk(TOML);
  await assay("apply --yes");
  await assay("cache refresh");
  await assay("override set toggle true");
  const { keys } = envelope(await assay("cache show --json")).data;
  expect(keys).toMatchObject({ toggle: { value: null, source: "override", override: true } });
  expect((await assay("cache show")).out).toMatch(/toggle +true +override/);
});
