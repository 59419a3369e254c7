import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const SERVER = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[log]
form = "stream"
name = "kind"
[events.turn_done]
outcome = "text"
[metrics]
schema = 3
period = "week"
dimensions = ["os"]
[metrics.signals.outcome]
on = "turn_done"
label = "outcome"
buckets = ["ok", "error"]
other = "other"
retired = ["aborted"]
[metrics.signals.turns]
on = "turn_done"
`;

/** Checks a client's config beside the collector's: exit code, and what is found where. */
async function check(change: (server: string) => string): Promise<[number, ...string[]]> {
  const cwd = await folder();
  await writeFile(join(cwd, "server.toml"), SERVER);
  await writeFile(join(cwd, "assay.toml"), change(SERVER));
  const seen = await assay(["check", "--server", "server.toml", "--json"], { cwd: () => cwd });
  const { findings } = envelope(seen).data;
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  return [seen.code, ...findings.map(({ rule, pointer }) => `${rule} ${pointer}`)];
}

const swap =
  (from: string, to: string) =>
  (text: string): string => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };

test("a collector with the same config takes all that is sent", async () => {
  expect(await check((same) => same)).toEqual([0]);
});

test.each([
  ["another signal", swap("signals.turns]", "signals.rounds]"), "metrics.signals.rounds"],
  [
    "a further bucket",
    swap('["ok", "error"]', '["ok", "error", "late"]'),
    "metrics.signals.outcome.late",
  ],
  ["another dimension", swap('["os"]', '["os", "version"]'), "metrics.dimensions"],
  ["a dimension less", swap('["os"]', "[]"), "metrics.dimensions"],
  ["another period", swap('"week"', '"day"'), "metrics.period"],
  ["a later schema, of which it knows nothing", swap("schema = 3", "schema = 4"), "metrics.schema"],
])("%s would be refused", async (_, change, at) => {
  const [code, ...found] = await check(change);
  expect(code).toBe(1);
  expect(found).toContain(`compat.server-rejects ${at}`);
});

test("a collector that knows more is a note", async () => {
  const without = SERVER.slice(SERVER.indexOf("[metrics.signals.turns]"));
  expect(await check(swap(without, ""))).toEqual([0, "compat.server-ahead metrics.signals.turns"]);
});

test("a client of an earlier schema may send what was retired since", async () => {
  const earlier = swap('["ok", "error"]', '["ok", "error", "aborted"]');
  const client = (text: string): string =>
    swap("schema = 3", "schema = 2")(swap('retired = ["aborted"]\n', "")(earlier(text)));
  expect(await check(client)).toEqual([0]);
  expect(await check((text) => swap('retired = ["aborted"]\n', "")(earlier(text)))).toEqual([
    1,
    "compat.server-rejects metrics.signals.outcome.aborted",
  ]);
});
