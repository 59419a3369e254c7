import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[flags.pricing]
payloads = { true = { columns = 3 } }
[[flags.pricing.groups]]
match = [{ property = "plan", value = ["pro", "team"] }, { property = "seats", operator = "gte", value = 5 }]
rollout = 100
[experiments.checkout-copy]
name = "Checkout copy"
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
[experiments.risky]
name = "Risky"
remote = false
`;

const DEFINITIONS = JSON.stringify({
  flags: [{ key: "simple-flag", active: true, filters: { groups: [{ rollout_percentage: 45 }] } }],
});

describe("eval", () => {
  test("prints the bare value of one flag", async () => {
    const { assay } = desk(TOML);
    const { code, out, err } = await assay("eval checkout-copy --id user-1");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(["control\n", "test\n"]).toContain(out);
  });

  test("answers a pattern that backtracks for ever", async () => {
    const { assay } = desk(`
version = 1
[[flags.hostile.groups]]
match = [{ property = "text", operator = "not_regex", value = "^(a+)+$" }]
`);
    const { data } = envelope(await assay("eval hostile --id u --json --prop text=aaaaaaa!"));
    expect(data["flags"]).toMatchObject({ hostile: { value: true } });
  });

  test("reads text properties, JSON properties and all of them at once", async () => {
    const { assay } = desk(TOML);
    const line = "eval pricing --id user-1 --json";
    const flag = async (flags: string): Promise<unknown> => {
      const { data } = envelope(await assay(`${line} ${flags}`));
      return data["flags"];
    };
    const on = {
      value: true,
      payload: { columns: 3 },
      reason: "condition_match",
      group: 0,
      source: "config",
    };
    expect(await flag("--prop plan=pro --prop seats:=5")).toEqual({ pricing: on });
    expect(await flag('--props={"plan":"team","seats":9}')).toEqual({ pricing: on });
    expect(await flag("--prop plan=free --prop seats:=9")).toMatchObject({
      pricing: { value: false, reason: "no_condition_match" },
    });
    expect(await flag("--prop plan=pro")).toMatchObject({
      pricing: {
        value: null,
        reason: "inconclusive",
        cause: "missing_context",
        missing: ["seats"],
      },
    });
  });

  test("an unknown key is flag_not_found, with the nearest name on stderr", async () => {
    const { assay } = desk(TOML);
    const { code, out, err } = await assay("eval pricng --id user-1");
    expect({ code, out }).toEqual({ code: 0, out: "null\n" });
    expect(err).toContain("Did you mean pricing?");
  });

  test("a flag about groups wants the names of the group types", async () => {
    const flag = `${TOML}[flags.gold]\ngroup_type = 1\n`;
    const { assay, write } = desk(flag);
    const line = "eval gold --id user-1 --group company=acme --json";
    const nameless = envelope(await assay(line));
    expect(nameless.data["flags"]).toMatchObject({ gold: { value: null, missing: ["1"] } });
    expect(nameless.diagnostics).toMatchObject([
      { rule: "evaluation.nameless-group-type", hint: expect.stringContaining("group_types") },
    ]);
    write("assay.toml", `${flag}[posthog]\ngroup_types = ["team", "company"]\n`);
    const named = envelope(await assay(line));
    expect(named).toMatchObject({ data: { flags: { gold: { value: true } } }, diagnostics: [] });
  });

  test("a local toggle is its default", async () => {
    const { assay } = desk(TOML);
    expect(envelope(await assay("eval risky --id user-1 --json")).data["flags"]).toEqual({
      risky: { value: false, payload: null, reason: "default", group: null, source: "default" },
    });
  });

  test("--definitions reads PostHog's own payload, and needs no config", async () => {
    const { assay, write } = desk(TOML);
    write("definitions.json", DEFINITIONS);
    const line = "eval simple-flag --definitions definitions.json --id distinct_id_1 --json";
    expect(envelope(await assay(line)).data["flags"]).toMatchObject({
      "simple-flag": { value: true, source: "definitions" },
    });
  });

  test("--effective asks the platform, then the cache, then the default", async () => {
    const { assay, write } = desk(
      `${TOML}platforms = ["darwin"]\n[flags.everyone]\nrollout = 100\n`,
    );
    const effective = async (): Promise<unknown> =>
      envelope(await assay("eval everyone risky --id user-1 --effective --json")).data["flags"];
    const off = { value: false, payload: null, group: null };
    expect(await effective()).toEqual({
      everyone: { ...off, reason: "default", source: "default" },
      risky: { ...off, reason: "disabled", source: "disabled" },
    });
    const project = `${TOML}[flags.everyone]\nrollout = 100\n[posthog]\nproject = 1\n`;
    write("assay.toml", project);
    await assay("apply --yes");
    await assay("cache refresh");
    expect(await effective()).toMatchObject({
      everyone: { value: true, reason: "condition_match", source: "cache" },
      risky: { value: false, reason: "default", source: "default" },
    });
  });

  test("--effective --explain names who was asked, and who decided", async () => {
    const { assay, write } = desk(`${TOML}[posthog]\nproject = 1\n[flags.gate]\nrollout = 100\n`);
    const asked = async (key: string): Promise<unknown> =>
      envelope(await assay(`eval ${key} --id user-1 --effective --explain --json`)).data["flags"];
    const platform = { step: "platform", decides: false };
    const override = { step: "override", decides: false };
    expect(await asked("gate")).toMatchObject({
      gate: {
        chain: [
          platform,
          override,
          { step: "cache", decides: false, why: "there is none" },
          { step: "default", decides: true, why: "a flag of its own is off" },
        ],
      },
    });
    await assay("apply --yes");
    await assay("cache refresh");
    expect(await asked("gate")).toMatchObject({
      gate: {
        chain: [platform, override, { step: "cache", decides: true }],
        explanation: { groups: [{ group: 0, decided: true }] },
      },
    });
    const { out } = await assay("eval gate --id user-1 --effective --explain");
    expect(out).toContain("cache: its definitions are usable, decides");
    expect(out).toContain("Group 0: condition_match, decides");
    write("assay.toml", `${TOML}platforms = ["darwin"]\n`);
    expect(await asked("risky")).toMatchObject({
      risky: { value: false, chain: [{ step: "platform", decides: true }] },
    });
  });

  test("--explain names the group that decided and the property that failed", async () => {
    const { assay } = desk(TOML);
    const { out } = await assay(
      "eval pricing --id user-1 --prop plan=free --prop seats:=9 --explain",
    );
    expect(out).toContain("Group 0");
    expect(out).toMatch(/plan/);
  });

  test.each([
    ["eval pricing", "--id"],
    ["eval pricing --id u --prop plan", "--prop"],
    ["eval pricing --id u --prop seats:={", "--prop"],
    ["eval pricing --id u --props [1]", "--props"],
    ["eval pricing --id u --now tomorrow", "--now"],
    ["eval pricing --id u --now 5", "--now"],
    ["eval pricing --id u --effective --definitions d.json", "--effective"],
    ["eval pricing --id u --definitions missing.json", "--definitions"],
    ["eval pricing --id u --definitions assay.toml", "--definitions"],
  ])("%s ends with 2", async (line, words) => {
    const { assay } = desk(TOML);
    const { code, out, err } = await assay(line);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });
});
