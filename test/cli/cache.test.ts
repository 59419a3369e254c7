import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
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

  test("tells for each key how old it is, until when it is used, and who decides", async () => {
    const { assay } = desk(`${TOML}[experiments.copy]\nuser_overridable = true\n`);
    await assay("apply --yes");
    await assay("cache refresh", at("2026-11-21T12:00:00Z"));
    await assay("override set copy test", at("2026-11-21T12:00:00Z"));
    const seen = await assay("cache show --json", at("2026-11-21T12:20:00Z"));
    expect(envelope(seen).meta?.["keys"]).toMatchObject({
      copy: { wins: "override" },
      everyone: {
        fetchedAt: "2026-11-21T12:00:00.000Z",
        ageSeconds: 1200,
        refreshAt: "2026-11-21T12:10:00.000Z",
        expiresAt: "2026-11-28T12:00:00.000Z",
        freshness: "stale",
        integrity: "ok",
        wins: "cache",
      },
    });
    const late = envelope(await assay("cache show --json", at("2026-11-28T12:00:00Z")));
    expect(late.meta?.["keys"]).toMatchObject({ everyone: { wins: "default" } });
    const { out } = await assay("cache show", at("2026-11-21T12:20:00Z"));
    expect(out).toMatch(/everyone +true +cache +20 min +2026-11-28T12:00:00.000Z +ok +cache/);
  });

  test("that is damaged is set aside by the next refresh, and removed by clear", async () => {
    const { assay } = desk(TOML);
    const path = (await assay("cache path")).out.trim();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "{");
    const refreshed = envelope(await assay("cache refresh --json"));
    expect(refreshed.diagnostics).toMatchObject([{ rule: "cache.unusable" }]);
    const shown = envelope(await assay("cache show --json"));
    expect([shown.data["state"], shown.diagnostics]).toMatchObject([
      "ok",
      [{ rule: "cache.set-aside" }],
    ]);
    expect(readdirSync(dirname(path))).toHaveLength(2);
    await assay("cache clear");
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test("that cannot be removed is told by its name", async () => {
    const { assay } = desk(TOML);
    const path = (await assay("cache path")).out.trim();
    mkdirSync(path, { recursive: true });
    const { code, err } = await assay("cache clear");
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^Cannot write "${basename(path)}": `));
    expect(err).not.toContain(dirname(path));
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
