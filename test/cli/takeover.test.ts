import { mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Desk, desk, PROJECT } from "../posthog.ts";

const TOML = `${PROJECT}rollout = 20
`;

/** A desk whose PostHog holds the flag already, made by somebody else. */
async function held(body: object): Promise<Desk> {
  const at = desk(TOML);
  await at.posthog.fetch(
    new Request("http://posthog.test/api/projects/1/feature_flags/", {
      method: "POST",
      headers: { authorization: "Bearer phx_dev" },
      body: JSON.stringify({
        key: "stats-tab",
        filters: { groups: [{ properties: [] }] },
        ...body,
      }),
    }),
  );
  return at;
}

describe("a flag that is in PostHog already, and that the lock does not know", () => {
  test("is told before it is taken over", async () => {
    const { assay } = await held({ active: false });
    expect((await assay("plan")).out).toContain("never applied from here: apply takes it over");
    expect((await assay("apply --yes")).code).toBe(0);
    expect((await assay("plan")).out).not.toContain("takes it over");
  });

  test("is not taken from people who get it, unless its key is confirmed", async () => {
    const { assay } = await held({ active: true });
    const { out } = await assay("plan");
    expect(out).toContain("--confirm stats-tab");
    const { code, err } = await assay("apply --yes");
    expect({ code, err }).toMatchObject({ code: 3 });
    expect(err).toContain('Cannot take flag "stats-tab" over, which people get now');
    expect((await assay("plan")).out).toBe(out);
    expect((await assay("apply --yes --confirm stats-tab")).code).toBe(0);
    expect((await assay("plan --check")).code).toBe(0);
  });

  test("may be adopted instead, by its key", async () => {
    const { assay, folder } = await held({ active: true });
    expect((await assay("apply --yes")).err).toContain("assay adopt stats-tab");
    expect((await assay("adopt")).out).toContain("name its key");
    expect((await assay("adopt stats-tab")).code).toBe(0);
    expect(readFileSync(join(folder, "assay.toml"), "utf8")).toContain("rollout = 100");
    expect((await assay("plan")).out).not.toContain("stats-tab");
  });

  test("is confirmed by the command that names it", async () => {
    const { assay } = await held({ active: true });
    expect((await assay("flag create stats-tab --yes")).code).toBe(0);
  });

  test("is ours where it is exactly as declared, as after the lock was lost", async () => {
    const { assay, folder, write } = desk(TOML);
    await assay("apply --yes");
    rmSync(join(folder, "assay.lock"));
    expect((await assay("apply --yes")).code).toBe(0);
    write("assay.toml", TOML.replace("rollout = 25", "rollout = 30"));
    expect((await assay("apply --yes")).code).toBe(0);
  });
});

describe("the lock", () => {
  test("keeps what another run noted meanwhile", async () => {
    const { assay, write, folder } = desk(TOML);
    await assay("apply --yes");
    write("assay.toml", `${TOML}[flags.one]\nrollout = 1\n[flags.two]\nrollout = 2\n`);
    const both = [assay("flag create one --yes"), assay("flag create two --yes")];
    expect((await Promise.all(both)).map(({ code }) => code)).toEqual([0, 0]);
    const lock = readFileSync(join(folder, "assay.lock"), "utf8");
    expect(Object.keys(JSON.parse(lock).environments.default.flags)).toEqual([
      "checkout-copy",
      "one",
      "stats-tab",
      "two",
    ]);
  });

  test("stops an apply before anything is sent where it cannot be written", async () => {
    let isBroken = false;
    const { assay, folder } = desk(TOML, {
      before: () => {
        if (isBroken) mkdirSync(join(folder, "assay.lock"), { recursive: true });
        return undefined;
      },
    });
    const { out } = await assay("plan");
    isBroken = true;
    expect((await assay("apply --yes")).code).toBe(2);
    isBroken = false;
    rmdirSync(join(folder, "assay.lock"));
    expect((await assay("plan")).out).toBe(out);
  });
});
