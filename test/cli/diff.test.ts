import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[environments.staging.posthog]
project = 1
[environments.production.posthog]
project = 2
[flags.stats-tab]
rollout = 25
[experiments.checkout-copy]
name = "Checkout copy"
owner = "checkout team"
`;

/** A desk whose config is committed. */
function committed(): Desk {
  const at = desk(TOML);
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: at.folder,
      stdio: "ignore",
    });
  git("init");
  git("add", "assay.toml");
  git("commit", "-m", "first");
  return at;
}

describe("diff with a revision", () => {
  test("says what changed in meaning, and who would move", async () => {
    const at = committed();
    at.write(
      "assay.toml",
      TOML.replace("25", "40").replace("checkout team", "copy team").concat("[flags.new]\n"),
    );
    const seen = await at.assay("diff HEAD --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen).data).toEqual({
      from: "HEAD",
      to: "default",
      posthog: [],
      changes: [
        {
          action: "update",
          kind: "experiment",
          key: "checkout-copy",
          moves: { enter: 0, leave: 0, switch: 0 },
          fields: [{ path: "owner", before: "checkout team", after: "copy team" }],
        },
        {
          action: "create",
          kind: "flag",
          key: "new",
          moves: { enter: 1, leave: 0, switch: 0 },
          fields: [],
        },
        {
          action: "update",
          kind: "flag",
          key: "stats-tab",
          moves: { enter: 0.15, leave: 0, switch: 0 },
          fields: [{ path: "rollout", before: 25, after: 40 }],
        },
      ],
    });
    expect((await at.assay("diff HEAD")).out).toContain("rollout: 25 → 40");
  });

  test("says nothing about spelling", async () => {
    const at = committed();
    at.write("assay.toml", TOML.replace("rollout = 25", "# a quarter\nrollout  =  25.0"));
    expect((await at.assay("diff HEAD")).code).toBe(0);
  });

  test.each(["no-such", "HEAD~5", "--output=x"])("refuses %s", async (side) => {
    const at = committed();
    expect((await at.assay(`diff -- ${side}`)).code).toBe(2);
  });
});

describe("diff with an environment", () => {
  test("compares where it is, and what was last applied there", async () => {
    const at = desk(TOML);
    await at.assay("apply --yes --env staging");
    const seen = await at.assay("diff staging --env production --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen).data).toMatchObject({
      from: "staging",
      to: "production",
      posthog: [{ path: "project", before: 1, after: 2 }],
      changes: [
        { action: "remove", kind: "experiment", key: "checkout-copy" },
        { action: "remove", kind: "flag", key: "checkout-copy" },
        { action: "remove", kind: "flag", key: "stats-tab" },
      ],
    });
    at.write("assay.toml", TOML.replace("25", "40"));
    await at.assay("apply --yes");
    expect((await at.assay("diff staging")).out).toContain("rollout: 25 → 40");
    expect((await at.assay("diff staging --env staging")).code).toBe(0);
  });
});
