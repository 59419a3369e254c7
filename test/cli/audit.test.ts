import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[flags.stats-tab]
payloads = { true = { token = "a value" } }
[experiments.checkout-copy]
name = "Checkout copy"
`;

const pathIn = ({ folder }: Desk): string => join(folder, "home/state/audit.jsonl");

function entriesIn(at: Desk): Record<string, unknown>[] {
  const lines = readFileSync(pathIn(at), "utf8").trimEnd().split("\n");
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

const HASH = expect.stringMatching(/^[0-9a-f]{32}$/);

describe("the audit log", () => {
  test("has a line for every write: who did what to which object, before and after", async () => {
    const at = desk(TOML);
    const actor = { GITHUB_ACTOR: "ada" };
    await at.assay("apply --yes", actor);
    await at.assay("experiment launch checkout-copy --skip all --yes", actor);
    await at.assay("flag disable stats-tab --yes", actor);
    const always = { who: "ada", host: "http://posthog.test", project: 1, environment: "default" };
    const time = "2026-11-21T12:00:00.000Z";
    expect(entriesIn(at)).toEqual(
      [
        { command: "apply", object: "flag checkout-copy", deed: "create", before: null },
        { command: "apply", object: "flag stats-tab", deed: "create", before: null },
        { command: "apply", object: "experiment checkout-copy", deed: "create", before: null },
        {
          command: "experiment launch",
          object: "experiment checkout-copy",
          deed: "launch",
          before: HASH,
        },
        { command: "flag disable", object: "flag stats-tab", deed: "disable", before: HASH },
      ].map((entry) => ({ ...always, time, outcome: "done", after: HASH, ...entry })),
    );
    const [, , created, launched] = entriesIn(at);
    expect(launched?.["before"]).toBe(created?.["after"]);
    expect(launched?.["after"]).not.toBe(launched?.["before"]);
  });

  test("belongs to its owner and holds no value and no key", async () => {
    const at = desk(TOML);
    await at.assay("apply --yes");
    expect(readFileSync(pathIn(at), "utf8")).not.toMatch(/a value|ph[xc]_/);
    expect(statSync(pathIn(at)).mode & 0o777).toBe(0o600);
  });

  test("keeps silent about what was refused, and says where nobody knows what was done", async () => {
    let status = 400;
    const at = desk(TOML, {
      before: ({ method }) =>
        method === "POST" ? new Response(`{"detail": "No."}`, { status }) : undefined,
    });
    await at.assay("apply --yes");
    expect(existsSync(pathIn(at))).toBe(false);
    status = 502;
    await at.assay("apply --yes");
    expect(entriesIn(at)).toMatchObject([{ deed: "create", outcome: "unknown", after: null }]);
  });

  test("that cannot be written warns, and what was done stays done", async () => {
    const at = desk(TOML);
    writeFileSync(join(at.folder, "home"), "a file where a folder should be");
    const { exitCode, diagnostics } = envelope(
      await at.assay("flag create stats-tab --yes --json"),
    );
    expect(exitCode).toBe(0);
    expect(diagnostics).toMatchObject([{ rule: "audit.unwritten" }]);
  });
});

describe("--dry-run", () => {
  test("shows every call that an apply would send, no value of a payload, and sends none", async () => {
    const sent: string[] = [];
    const at = desk(TOML, {
      before: ({ method }) => {
        if (method !== "GET") sent.push(method);
        return undefined;
      },
    });
    const { out } = await at.assay("apply --dry-run");
    expect(out).toContain('POST /api/projects/1/feature_flags/ key="stats-tab" active=true');
    expect(out).toContain('POST /api/projects/1/experiments/ feature_flag_key="checkout-copy"');
    expect(out.slice(out.indexOf("Dry run"))).not.toContain("a value");
    const { data } = envelope(await at.assay("apply --dry-run --json"));
    expect(data["calls"]).toMatchObject([
      { method: "POST", path: "/api/projects/1/feature_flags/", body: { key: "checkout-copy" } },
      { method: "POST", path: "/api/projects/1/feature_flags/", body: { filters: "…" } },
      { method: "POST", path: "/api/projects/1/experiments/" },
    ]);
    expect(sent).toEqual([]);
    expect(existsSync(pathIn(at))).toBe(false);
  });

  test.each([
    ["experiment pause checkout-copy", "/api/projects/1/experiments/1/pause/", {}],
    [
      "experiment ship checkout-copy test --as won",
      "/api/projects/1/experiments/1/ship_variant/",
      { variant_key: "test", release_to_everyone: false, conclusion: "won" },
    ],
    ["flag disable stats-tab", "/api/projects/1/feature_flags/2/disable/", {}],
  ])("shows the call of a verb: %s", async (line, path, body) => {
    const at = desk(TOML);
    await at.assay("apply --yes");
    await at.assay("experiment launch checkout-copy --skip all --yes");
    const before = entriesIn(at).length;
    const { exitCode, data } = envelope(await at.assay(`${line} --dry-run --json`));
    expect({ exitCode, calls: data["calls"] }).toEqual({
      exitCode: 0,
      calls: [{ method: "POST", path, body }],
    });
    expect(entriesIn(at)).toHaveLength(before);
    expect((await at.assay("experiment show checkout-copy")).out).toContain("stage: running");
  });

  test("plans flags that depend on flags it would create itself", async () => {
    const at = desk(`
version = 1
[posthog]
project = 1
[flags.a]
[[flags.b.groups]]
match = [{ property = "a", type = "flag", operator = "flag_evaluates_to", value = true }]
rollout = 100
`);
    const { code, out, err } = await at.assay("apply --dry-run");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain('key="b"');
  });
});
