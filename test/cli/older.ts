import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assay, envelope, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";

/** A config in force until now. */
export const OLD = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[log]
form = "capture"
closed = true
[events.turn_done]
outcome = ["ok", "error"]
[metrics.signals.outcome]
on = "turn_done"
label = "outcome"
buckets = ["ok"]
other = "other"
`;
const turn = (outcome: string, who: number): string =>
  JSON.stringify({ event: "turn_done", distinct_id: `u${who}`, properties: { outcome } });
/** Nine people: six are well, three are not. */
export const LOG: string = [...Array(9).keys()]
  .map((who) => turn(who < 6 ? "ok" : "error", who))
  .join("\n");

/** Replays by a config, where an older one stands beside it. */
export async function against(now: string, ...flags: string[]): Promise<Seen> {
  const cwd = await folder();
  await mkdir(join(cwd, "old"));
  await writeFile(join(cwd, "old/assay.toml"), OLD);
  await writeFile(join(cwd, "assay.toml"), now);
  await writeFile(join(cwd, "log.jsonl"), LOG);
  return assay(["replay", "log.jsonl", "--against", "old/assay.toml", ...flags], {
    cwd: () => cwd,
  });
}
/** What is found, and where. */
export const rules = (seen: Seen): unknown[] => {
  const { findings } = envelope(seen).data;
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  return findings.map(({ rule, pointer }) => `${rule} ${pointer}`);
};
