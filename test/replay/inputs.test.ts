import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { assay as run, envelope, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `version = 1
[experiments.new-editor]
name = "New editor"
[log]
common = { version = "semver" }
[events.app_started]
[events.message_sent]
success = "boolean"
length = "power-of-two"
`;
const EXPORTS = join(import.meta.dirname, "../../fixtures/exports");
const exported = (file: string): Buffer => readFileSync(join(EXPORTS, file));
const FILES = readdirSync(EXPORTS).filter((file) => file.startsWith("events."));

interface Found {
  readonly rule: string;
  readonly line: number;
  readonly pointer: string;
}

/** Where each rule found something, and in which lines or rows. */
const places = (seen: Seen): string[] =>
  findings(seen).map(({ rule, line, pointer }) => `${rule} ${line} ${pointer}`);
function findings(seen: Seen): Found[] {
  const { findings: found } = envelope(seen).data;
  return Array.isArray(found) ? found : [];
}
const reader = (seen: Seen): unknown =>
  JSON.parse(JSON.stringify(envelope(seen).data["logs"]))[0].reader;

/** What the five events of the fixtures come to, the first one read as this line. */
const expected = (first: number): string[] => [
  `event.unknown-event ${first + 4} event`,
  `event.unknown-property ${first + 3} properties.note`,
  `event.wrong-type ${first + 2} properties.success`,
  `pii.email ${first + 3} properties.note`,
];
const COUNTED = {
  lines: 5,
  blank: 0,
  malformed: 0,
  oversized: 0,
  singleLines: 5,
  batchLines: 0,
  events: 5,
  malformedEvents: 0,
};

/** Replays bytes from a file of this name, or from standard input where there is none. */
async function replayed(bytes: Uint8Array | string, name?: string): Promise<Seen> {
  const { folder } = desk(TOML);
  if (name !== undefined) writeFileSync(join(folder, name), bytes);
  return run(["replay", name ?? "-", "--json"], {
    cwd: () => folder,
    stdin: async function* () {
      yield Buffer.from(bytes);
    },
  });
}

describe("the same events in every form of an export", () => {
  test.each(FILES)("%s", async (file) => {
    const seen = await replayed(exported(file), file);
    expect(envelope(seen).data["events"]).toEqual({ "?": 1, app_started: 1, message_sent: 3 });
    expect(envelope(seen).data["features"]).toEqual({ "$feature/new-editor": { '"test"': 1 } });
    expect(places(seen)).toEqual(expect.arrayContaining(expected(file.endsWith(".csv") ? 2 : 1)));
    expect(reader(seen)).toEqual(COUNTED);
    expect(seen.code).toBe(1);
    expect(seen.out).not.toContain("jane");
  });

  test("find the same, whatever the form", async () => {
    const all = await Promise.all(
      FILES.map(async (file) => {
        const seen = await replayed(exported(file), file);
        return findings(seen).map(({ rule, pointer }) => `${rule} ${pointer}`);
      }),
    );
    for (const one of all) expect(one).toEqual(all[0]);
  });

  test.each(["events.csv", "events.zstd.parquet"])("%s by its content alone", async (file) => {
    for (const name of ["log.jsonl", "log.txt", undefined])
      expect(reader(await replayed(exported(file), name))).toEqual(COUNTED);
  });

  test.each(["events.csv", "events.zstd.parquet"])("%s within gzip", async (file) => {
    const bytes = gzipSync(exported(file));
    for (const name of [`${file}.gz`, undefined])
      expect(reader(await replayed(bytes, name))).toEqual(COUNTED);
  });

  test("together in a folder are one verdict", async () => {
    const { assay, folder } = desk(TOML);
    mkdirSync(join(folder, "exports"));
    for (const file of FILES) writeFileSync(join(folder, "exports", file), exported(file));
    const { data } = envelope(await assay("replay exports --json"));
    expect(data["events"]).toMatchObject({ app_started: FILES.length });
    expect(data["logs"]).toHaveLength(FILES.length);
  });
});

describe("CSV", () => {
  test("a column of a property is that property, with its type", async () => {
    const seen = await replayed(
      "event,distinct_id,properties.success,properties.length,properties.version,properties.x\n" +
        "message_sent,a,true,64,1.2.3,\n" +
        "message_sent,a,yes,63,1.20,\n",
    );
    expect(reader(seen)).toMatchObject({ lines: 2, events: 2 });
    expect(places(seen).filter((place) => place.startsWith("event."))).toEqual([
      "event.raw-number 3 properties.length",
      "event.unknown-value 3 properties.version",
      "event.wrong-type 3 properties.success",
    ]);
  });

  test("a column that nobody knows is judged like any other part of an event", async () => {
    const seen = await replayed("uuid,event,site_url\na,app_started,jane.doe@example.com\n");
    expect(places(seen)).toContain("event.unknown-property 2 site_url");
    expect(places(seen)).toContain("pii.email 2 site_url");
  });

  test("a row is where it starts, however many lines it takes", async () => {
    const pretty = '"{\n  ""success"": 7\n}"';
    const seen = await replayed(
      `event,properties\r\n\r\nmessage_sent,${pretty}\r\nsurprise,\r\n`,
      "a.csv",
    );
    expect(reader(seen)).toMatchObject({ lines: 2, events: 2 });
    expect(places(seen)).toContain("event.wrong-type 3 properties.success");
    expect(places(seen)).toContain("event.unknown-event 6 event");
  });

  test.each([
    ["has fewer cells", "app_started", { malformed: 1 }],
    ["has more cells", "app_started,,,", { malformed: 1 }],
    ["has a quote out of place", 'app_started,"{}"x', { malformed: 1 }],
    ["leaves a quote open", 'app_started,"{}', { malformed: 1 }],
    ["names no event", ",{}", { malformed: 1 }],
    ["is longer than a line may be", `app_started,${"x".repeat(1_048_576)}`, { oversized: 1 }],
  ])("a row that %s is counted, and the others are read", async (_, row, counted) => {
    const seen = await replayed(`event,properties\napp_started,{}\n${row}\napp_started,{}\n`);
    expect(reader(seen)).toMatchObject({ lines: 3, events: 2, ...counted });
  });

  test("a text with commas is no header, and neither is a header of something else", async () => {
    for (const first of ["event, at noon", "event,event,uuid", "id,name", "[1,2]"])
      expect(reader(await replayed(`${first}\n{"event":"app_started"}\n`))).toMatchObject({
        lines: 2,
        malformed: 1,
        events: 1,
      });
  });
});

describe("JSONL", () => {
  test("an export with its properties as text is read as if they were nested", async () => {
    const row = { uuid: "x", event: "message_sent", properties: '{"success":7}', person_id: "p" };
    const seen = await replayed(`${JSON.stringify(row)}\n`);
    expect(places(seen)).toContain("event.wrong-type 1 properties.success");
  });

  test("an event that left with a text for its properties left so", async () => {
    const row = { event: "message_sent", distinct_id: "a", properties: '{"success":true}' };
    expect(places(await replayed(JSON.stringify(row)))).toContain("event.wrong-type 1 properties");
  });

  test("what the v1 endpoint moves about is judged where it was", async () => {
    const event = { event: "app_started", distinct_id: "a" };
    const at = "2026-01-31T09:15:27Z";
    const moved = { session_id: "s", options: { process_person_profile: false, other: 1 } };
    const v1 = { created_at: at, batch: [{ ...event, ...moved, properties: {} }] };
    const properties = { $session_id: "s", $process_person_profile: false };
    const old = { api_key: "phc_x", sent_at: at, batch: [{ ...event, properties }] };
    const [fromV1, fromOld] = [
      await replayed(JSON.stringify(v1)),
      await replayed(JSON.stringify(old)),
    ];
    const rest = places(fromV1).filter((place) => !place.endsWith(" options"));
    expect(rest).toEqual(places(fromOld));
    expect(rest).toContain("event.unknown-property 1 properties.$session_id");
    expect(places(fromV1)).toContain("event.unknown-property 1 options");
  });
});
