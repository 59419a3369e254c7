import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { fingerprint } from "../../src/experiment/fingerprint.ts";
import { envelope } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `version = 1
[posthog]
project = 1
[flags.everyone]
rollout = 100
[experiments.copy]
user_overridable = true
[cache]
fresh = "10m"
usable = "7d"
`;

const FILES = {
  definitions: "cache/definitions/posthog.test-1.json",
  assignments: "cache/assignments/posthog.test-1.json",
  overrides: "state/overrides/posthog.test-1.json",
  identity: "state/identities/posthog.test-1",
} as const;

const NOON = Date.parse("2026-11-21T12:00:00Z");
const DAY = 86_400_000;
const IDENTITY = "3b241101-e2bb-4255-8caf-4136c566a962";

/** A desk on which an application and the command have kept what `held` says. */
function kept(held: Readonly<Partial<Record<keyof typeof FILES, string>>>): Desk {
  const made = desk(TOML);
  for (const [file, place] of Object.entries(FILES)) {
    const text = new Map(Object.entries(held)).get(file);
    if (text === undefined) continue;
    const path = join(made.folder, "home", place);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
  }
  return made;
}

const assignments = (entries: object): string =>
  JSON.stringify({
    version: 1,
    assignments: { [fingerprint({ distinctId: IDENTITY })]: entries },
    exposures: {},
  });

const overrides = (choices: object): string =>
  JSON.stringify({
    version: 1,
    overrides: Object.fromEntries(
      Object.entries(choices).map(([key, choice]) => [
        key,
        { reason: "", by: "ada", revision: 1, setAt: NOON, expiresAt: null, ...choice },
      ]),
    ),
  });

async function verify({ assay }: Desk): Promise<{ code: number; rules: string[]; files: unknown }> {
  const seen = await assay("cache verify --json");
  const { findings, files } = envelope(seen).data;
  const rows: readonly { file: string; key: string | null; rule: string }[] = Object(findings);
  const rules = rows.map(({ file, key, rule }) => [file, key, rule].filter(Boolean).join(" "));
  return { code: seen.code, rules, files };
}

test("a machine that keeps nothing has nothing wrong", async () => {
  expect(await verify(desk(TOML))).toEqual({
    code: 0,
    rules: [],
    files: {
      definitions: "absent",
      assignments: "absent",
      overrides: "absent",
      identity: "absent",
    },
  });
});

test("what is whole, declared and of age is fine", async () => {
  const made = kept({
    assignments: assignments({ copy: { value: "test", fetchedAt: NOON } }),
    overrides: overrides({ copy: { value: "control" } }),
    identity: `${IDENTITY}\n`,
  });
  await made.assay("apply --yes");
  await made.assay("cache refresh");
  expect(await verify(made)).toEqual({
    code: 0,
    rules: [],
    files: { definitions: "ok", assignments: "ok", overrides: "ok", identity: "ok" },
  });
});

describe("finds, and changes nothing", () => {
  test.each<[string, Parameters<typeof kept>[0], string[]]>([
    [
      "definitions that are cut short",
      { definitions: '{"versi' },
      ["definitions cache.unreadable"],
    ],
    ["definitions without anything", { definitions: "" }, ["definitions cache.empty"]],
    ["a version to come", { overrides: '{"version": 2}' }, ["overrides cache.unreadable"]],
    ["another's identity", { identity: "ada@example.org\n" }, ["identity cache.unreadable"]],
    [
      "an answer past its hard age",
      { assignments: assignments({ copy: { value: "test", fetchedAt: NOON - 7 * DAY } }) },
      ["assignments cache.expired"],
    ],
    [
      "an answer from the future",
      { assignments: assignments({ copy: { value: "test", fetchedAt: NOON + 1 } }) },
      ["assignments cache.future"],
    ],
    [
      "a key that left the config",
      { assignments: assignments({ gone: { value: true, fetchedAt: NOON } }) },
      ["assignments gone cache.undeclared-key"],
    ],
    [
      "a variant that left the config",
      { assignments: assignments({ copy: { value: "blue", fetchedAt: NOON } }) },
      ["assignments copy cache.undeclared-variant"],
    ],
    [
      "choices that cannot count",
      { overrides: overrides({ copy: { value: "blue", setAt: NOON + 1 }, gone: { value: true } }) },
      [
        "overrides copy cache.undeclared-variant",
        "overrides copy cache.future",
        "overrides gone cache.undeclared-key",
      ],
    ],
  ])("%s", async (_, held, rules) => {
    const made = kept(held);
    expect(await verify(made)).toMatchObject({ code: 1, rules });
    for (const [file, text] of Object.entries(held)) {
      const place = new Map(Object.entries(FILES)).get(file) ?? "";
      expect(readFileSync(join(made.folder, "home", place), "utf8")).toBe(text);
      expect(readdirSync(join(made.folder, "home", dirname(place)))).toHaveLength(1);
    }
  });

  test.skipIf(process.platform === "win32")("a file that others may read", async () => {
    const made = kept({ identity: `${IDENTITY}\n` });
    chmodSync(join(made.folder, "home", FILES.identity), 0o644);
    expect(await verify(made)).toMatchObject({ code: 1, rules: ["identity cache.permissions"] });
  });

  test("what was set aside, until it is removed", async () => {
    const made = kept({ overrides: "{" });
    await made.assay("override list");
    expect(await verify(made)).toMatchObject({ code: 1, rules: ["overrides cache.set-aside"] });
  });

  test("flags of others in the project, which are no fault", async () => {
    const made = kept({});
    const others = `${TOML}[flags.of-others]\n`;
    made.write("assay.toml", others);
    await made.assay("apply --yes");
    await made.assay("cache refresh");
    made.write("assay.toml", TOML);
    expect(await verify(made)).toMatchObject({
      code: 0,
      rules: ["definitions of-others cache.undeclared-key"],
    });
  });
});
