import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[flags.everyone]
rollout = 100
[flags.half]
rollout = 50
[cache]
fresh = "10m"
usable = "7d"
`;

const at = (iso: string): Readonly<Record<string, string>> => ({ ASSAY_NOW: iso });

describe("the cache of definitions", () => {
  test("is absent, then refreshed, fresh, stale and expired, then cleared", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    const state = async (env = {}): Promise<unknown[]> => {
      const { data } = envelope(await assay("cache show --json", env));
      return [data["state"], data["freshness"]];
    };
    expect(await state()).toEqual(["absent", "expired"]);
    expect((await assay("cache refresh", at("2026-11-21T12:00:00Z"))).code).toBe(0);
    expect(await state(at("2026-11-21T12:09:59Z"))).toEqual(["ok", "fresh"]);
    expect(await state(at("2026-11-21T12:10:00Z"))).toEqual(["ok", "stale"]);
    expect(await state(at("2026-11-28T12:00:00Z"))).toEqual(["ok", "expired"]);
    expect(await state(at("2026-11-20T12:00:00Z"))).toEqual(["ok", "expired"]);
    expect((await assay("cache clear")).code).toBe(0);
    expect(await state()).toEqual(["absent", "expired"]);
    expect((await assay("cache clear")).out).toContain("Nothing was cached");
  });

  test("gives the values that hold for everybody, and for one person those of the person", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    await assay("cache refresh");
    expect(envelope(await assay("cache show --json")).data["keys"]).toEqual({
      everyone: { value: true, source: "cache" },
      half: { value: null, source: "cache" },
    });
    const { data, meta } = envelope(await assay("cache show --id user-42 --json"));
    const flags = envelope(await assay("eval half --id user-42 --json")).data["flags"];
    expect(flags).toMatchObject({ half: { source: "config" } });
    expect(data["keys"]).toMatchObject({ everyone: { value: true } });
    expect(JSON.stringify(data)).not.toContain("/");
    expect(meta).toMatchObject({ ageSeconds: 0 });
  });

  test.each([
    ["empty", ""],
    ["unreadable", '{"version": 1, "definiti'],
    ["unreadable", '{"version": 99}'],
  ])("that is %s is told apart", async (state, content) => {
    const { assay } = desk(TOML);
    const path = (await assay("cache path")).out.trim();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    const seen = await assay("cache show --json");
    expect(seen.code).toBe(0);
    expect(envelope(seen).data).toEqual({ state, freshness: "expired", keys: {} });
  });

  test("stays as it was when PostHog refuses", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    await assay("cache refresh");
    const refused = await assay("cache refresh", { POSTHOG_PERSONAL_API_KEY: "phx_wrong" });
    expect(refused.code).toBe(5);
    expect(envelope(await assay("cache show --json")).data["state"]).toBe("ok");
  });
});
