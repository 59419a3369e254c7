import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const CONFIG = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[events.turn_done]
note = "text"
[privacy]
`;
/** A warning, and two errors: as a text, and undeclared. */
const LINE = JSON.stringify({
  event: "turn_done",
  distinct_id: "u",
  properties: { note: "deadbeef-1111-4222-8333-00000000fa4e", mail: "jane.doe@example.com" },
});

/** What a replay of the line finds, and its exit code, under `[privacy]` with these lines. */
async function judged(privacy: string): Promise<unknown[]> {
  const cwd = await folder();
  await writeFile(join(cwd, "assay.toml"), CONFIG + privacy);
  await writeFile(join(cwd, "log.jsonl"), LINE);
  const seen = await assay(["replay", "log.jsonl", "--json"], { cwd: () => cwd });
  const { data, diagnostics } = envelope(seen);
  const { findings = diagnostics } = data;
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  return [seen.code, ...findings.map(({ rule, severity }) => `${severity} ${rule}`)];
}

describe("[privacy.severity]", () => {
  test.each([
    ["", [1, "error event.unknown-property", "error pii.email", "warning id.uuid"]],
    [
      '[privacy.severity]\nuuid = "error"\nid.digest = "off"',
      [1, "error event.unknown-property", "error id.uuid", "error pii.email"],
    ],
    [
      '[privacy.severity]\nunknown-property = "note"\npii.email = "warning"\n"id.uuid" = "off"',
      [0, "warning pii.email", "note event.unknown-property"],
    ],
    [
      'rules = "strict"\n[privacy.severity]\nuuid = "note"',
      [1, "error event.unknown-property", "error pii.email", "note id.uuid"],
    ],
  ])("%s", async (privacy, expected) => {
    expect(await judged(privacy)).toEqual(expected);
  });

  test.each([
    ["no rule's name", 'uid = "off"', "config.reference"],
    ["no family's", 'ids.uuid = "off"', "config.reference"],
    ["one rule twice", 'uuid = "off"\nid.uuid = "note"', "config.value"],
    ["the proof", 'canary-leak = "warning"', "config.value"],
    ["the bytes that leave", 'out.size-cap = "off"', "config.value"],
    ["what ends an ignore", 'expired-ignore = "note"', "config.value"],
    ["no severity", 'uuid = "fatal"', "config.value"],
  ])("refuses %s", async (_, line, rule) => {
    const [code, found] = await judged(`[privacy.severity]\n${line}`);
    expect([code, found]).toEqual([2, `error ${rule}`]);
  });
});

test("check grades definitions so", async () => {
  const cwd = await folder();
  const open = '[metrics.signals.reason]\non = "turn_done"\nlabel = "note"\n[privacy.severity]\n';
  await writeFile(join(cwd, "assay.toml"), `${CONFIG}${open}open-label = "warning"`);
  const seen = await assay(["check", "--json"], { cwd: () => cwd });
  expect(seen.code).toBe(0);
  expect(seen.out).toContain('"rule":"def.open-label","severity":"warning"');
});
