import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `version = 1\n[events.app_started]\n`;
const line = '{"event":"app_started","properties":{}}\n';
const zst = readFileSync(join(import.meta.dirname, "../../fixtures/users/users.jsonl.zst"));

test("a folder of logs is read compressed or not, and counted as plain text", async () => {
  const { assay, folder } = desk(TOML);
  mkdirSync(join(folder, "logs"));
  writeFileSync(join(folder, "logs/a.jsonl"), line);
  writeFileSync(join(folder, "logs/b.ndjson.gz"), gzipSync(line.repeat(3)));
  writeFileSync(join(folder, "logs/c.jsonl.zst"), zst);
  writeFileSync(join(folder, "logs/d.txt"), line);
  const { data } = envelope(await assay("replay logs --json"));
  expect(data["logs"]).toMatchObject([
    { path: "logs/a.jsonl", reader: { lines: 1 } },
    { path: "logs/b.ndjson.gz", reader: { lines: 3 } },
    { path: "logs/c.jsonl.zst", reader: { lines: 3 } },
  ]);
});

test("a damaged log is named as reports name it", async () => {
  const { assay, folder } = desk(TOML);
  const damaged = gzipSync(line);
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 1, damaged.length - 6);
  writeFileSync(join(folder, "jane@example.com.gz"), damaged);
  const { code, err } = await assay("replay jane@example.com.gz");
  expect(code).toBe(2);
  expect(err).toContain('Cannot decompress "log-1": its gzip data is damaged');
});
