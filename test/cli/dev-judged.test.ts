import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../src/privacy/finding.ts";
import { assay, envelope, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const CONFIG = `
[events.message_sent]
model = ["openai:gpt-5", "other"]
`;
const UUID = "5e4324b6-f9dc-4c5f-9af0-3d01c11d9ae2";

interface Recording {
  readonly cwd: string;
  readonly capture: (body: unknown) => Promise<number>;
  /** What was said on stderr until now. */
  readonly said: () => string;
  readonly stop: () => Promise<Seen>;
}

/** `dev --record log.jsonl` in a folder of its own, in this process. */
async function recording(
  files: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<Recording> {
  const cwd = await folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const interrupt = new AbortController();
  let said = "";
  let ended: Promise<Seen> = Promise.reject(new Error("not started"));
  ended.catch(() => {});
  const url = await new Promise<string>((resolve, reject) => {
    ended = assay(["dev", "--port", "0", "--record", "log.jsonl", ...flags], {
      cwd: () => cwd,
      interrupted: interrupt.signal,
      print: (text) => resolve(text.trim()),
      say: (text) => void (said += text),
    });
    ended.then((seen) => reject(new Error(seen.err)), reject);
  });
  const stop = async (): Promise<Seen> => {
    interrupt.abort();
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  const capture = async (body: unknown): Promise<number> =>
    (await fetch(`${url}/batch/`, { method: "POST", body: JSON.stringify(body) })).status;
  return { cwd, capture, said: () => said, stop };
}

const event = (name: string, properties: Readonly<Record<string, unknown>>): object => ({
  event: name,
  distinct_id: "u1",
  properties,
});
const batch = (...events: readonly object[]): object => ({ api_key: "phc_dev", batch: events });

/** Findings about events, as a replay of the recorded file lists them. */
async function replayed(cwd: string): Promise<string[]> {
  const seen = await assay(["replay", "log.jsonl", "--json"], { cwd: () => cwd });
  const found = envelope(seen).data["findings"];
  if (!Array.isArray(found)) throw new Error("findings are a list");
  return found
    .map(({ severity, rule, path, line, event: index, pointer }: Finding) =>
      [severity, rule, `${path}:${line}${index ? ` event ${index}` : ""}`, pointer || "-"].join(
        " ",
      ),
    )
    .toSorted();
}

const findingsIn = (said: string): string[] =>
  [...said.matchAll(/^((?:error|warning|note) \S+ \S+(?: event \d+)? \S+): /gm)]
    .map(([, line = ""]) => line)
    .toSorted();

test("a violation is told when its event comes, without its value", async () => {
  const { capture, said } = await recording({ "assay.toml": CONFIG });
  expect(await capture(batch(event("message_sent", { model: "other" })))).toBe(200);
  expect(findingsIn(said())).toEqual([]);
  await capture(batch(event("message_sent", { model: "acme-merger", mail: "jane@example.com" })));
  expect(findingsIn(said())).toEqual([
    "error event.unknown-property log.jsonl:2 properties.mail",
    "error event.unknown-value log.jsonl:2 properties.model",
    "error pii.email log.jsonl:2 properties.mail",
  ]);
  expect(said()).not.toMatch(/acme-merger|jane/);
});

test("the recorded file replays to what was told", async () => {
  const { capture, said, stop, cwd } = await recording({ "assay.toml": CONFIG });
  await capture(batch(event("message_sent", {}), event("jane@example.com", { prompt: "hello" })));
  await capture({ ...batch(event("message_sent", { model: 5 })), host: "db.corp.internal" });
  await capture(batch(event("message_sent", { run: UUID, $ip: "x" })));
  await capture(batch({ properties: {} }));
  const told = findingsIn(said());
  expect(told.length).toBeGreaterThan(5);
  expect(told).toEqual(await replayed(cwd));
  expect((await stop()).code).toBe(0);
});

test("what an ignore accepts is not told, and strict makes errors of warnings", async () => {
  const toml = `${CONFIG}
[privacy]
rules = "strict"
[[privacy.ignore]]
rule = "uuid"
at = "properties.run"
reason = "random by construction"
expires = 2026-12-31
`;
  const { capture, said } = await recording({ "assay.toml": toml });
  await capture(batch(event("message_sent", { run: UUID, task: UUID })));
  expect(findingsIn(said())).toEqual([
    "error event.unknown-property log.jsonl:1 properties.run",
    "error event.unknown-property log.jsonl:1 properties.task",
    "error id.uuid log.jsonl:1 properties.task",
  ]);
});

test("lines go on where the file ends", async () => {
  const line = `${JSON.stringify(batch(event("message_sent", {})))}\n`;
  const { capture, said, cwd } = await recording({ "assay.toml": CONFIG, "log.jsonl": line });
  await capture(batch(event("other", {})));
  expect(findingsIn(said())).toEqual(["error event.unknown-event log.jsonl:2 event"]);
  expect(findingsIn(said())).toEqual(await replayed(cwd));
});

test("at the end it says how much was found in how many events", async () => {
  const { capture, said, stop } = await recording({ "assay.toml": CONFIG });
  await capture(batch(event("one", {}), event("two", {}), event("message_sent", { a: 1 })));
  await stop();
  expect(said().trimEnd().split("\n").at(-1)).toBe("2 errors, 0 warnings in 3 events");
});

test("without a config events are recorded, nothing is judged, and it is said", async () => {
  const { capture, said, stop } = await recording({});
  await capture(batch(event("one", { mail: "jane@example.com" })));
  await stop();
  expect(said().trim().split("\n")).toEqual([
    expect.stringContaining("recorded, and none is judged"),
    expect.stringContaining("Ctrl-C stops it"),
  ]);
});

test("a config that is wrong is refused before anything is served", async () => {
  const cwd = await folder();
  writeFileSync(join(cwd, "assay.toml"), "evnts = 1\n");
  const argv = ["dev", "--port", "0", "--record", "log.jsonl"];
  const seen = await assay(argv, { cwd: () => cwd });
  expect([seen.code, seen.out]).toEqual([2, ""]);
  expect(seen.err).toContain("evnts");
});

test("--quiet tells nothing", async () => {
  const { capture, said, stop } = await recording({ "assay.toml": CONFIG }, "--quiet");
  await capture(batch(event("one", {})));
  await stop();
  expect(said()).toBe("");
});
