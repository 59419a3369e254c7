import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope, type Seen } from "../assay.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const inside = (folder: string): { cwd: () => string } => ({ cwd: () => join(FIXTURES, folder) });
const expected = (path: string): Expected => JSON.parse(readFileSync(join(FIXTURES, path), "utf8"));

interface Expected {
  readonly reader: Record<string, number>;
  readonly eventsByKind: Record<string, number>;
  readonly eventsByName: Record<string, number>;
  readonly featureValues: Record<string, Record<string, number>>;
  readonly profiles: Record<string, Record<string, Record<string, number>>>;
  readonly plantedLeaks: readonly { line: number; event: number; path: string }[];
  readonly forbiddenSubstrings: readonly string[];
}

/** The findings of a replay, as the contract shapes them. */
function findingsOf(seen: Seen): readonly Found[] {
  const { data }: { data: { findings: Found[] } } = JSON.parse(seen.out);
  return data.findings;
}

/** Rule, line, event and pointer of what one line of the app breaks. */
async function brokenBy(line: unknown): Promise<readonly unknown[]> {
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify(line));
  };
  const seen = await assay(["replay", "-", "--json"], { ...inside("mux"), stdin });
  return findingsOf(seen).map(({ rule, line: at, event, pointer }) => [rule, at, event, pointer]);
}

const carrying = (properties: object): object => ({ event: "app_started", properties });

async function* agentLog(): AsyncGenerator<Uint8Array> {
  yield readFileSync(join(FIXTURES, "reasonix/reasonix-events.jsonl"));
}

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly event: number | null;
  readonly pointer: string;
}

describe("the agent log stays local", () => {
  const { reader, eventsByKind, profiles } = expected("reasonix/reasonix-events.expected.json");

  test("and passes under the closed mapping, counters exact", async () => {
    const argv = ["replay", "reasonix-events.jsonl", "--json"];
    const seen = await assay(argv, inside("reasonix"));
    expect(seen.code).toBe(0);
    const { data } = envelope(seen);
    expect(data).toMatchObject({ verdict: "pass", findings: [] });
    expect(data["logs"]).toEqual([{ path: "reasonix-events.jsonl", format: "stream", reader }]);
    expect(data["events"]).toEqual(eventsByKind);
    expect(data["counters"]).toEqual(profiles["bounded_v1"]);
  });

  test("and fails under the seed's mapping, for its open label alone", async () => {
    const argv = ["replay", "../reasonix/reasonix-events.jsonl", "--json"];
    const seen = await assay(argv, inside("reasonix-seed"));
    expect(seen.code).toBe(1);
    const { data } = envelope(seen);
    const line = readFileSync(join(FIXTURES, "reasonix-seed/assay.toml"), "utf8")
      .split("\n")
      .indexOf("[metrics.signals.finish_reason]");
    expect(data["findings"]).toMatchObject([
      {
        rule: "def.open-label",
        severity: "error",
        path: "assay.toml",
        line: line + 1,
        event: null,
        pointer: "metrics.signals.finish_reason",
      },
    ]);
    const seed = profiles["seed_v1"] ?? {};
    const open = Object.values(seed["finish_reason"] ?? {}).reduce((sum, count) => sum + count, 0);
    expect(data["counters"]).toEqual({ ...seed, finish_reason: { "?": open } });
  });
});

describe("the capture log left", () => {
  const { reader, eventsByName, featureValues, plantedLeaks } = expected(
    "mux/mux-posthog-capture.expected.json",
  );

  test("and every planted leak is found at its line, event and pointer, and nothing else", async () => {
    const seen = await assay(["replay", "mux-posthog-capture.jsonl", "--json"], inside("mux"));
    expect(seen.code).toBe(1);
    const { data } = envelope(seen);
    expect(data["logs"]).toMatchObject([{ format: "capture", reader }]);
    expect(data["events"]).toEqual(eventsByName);
    const folded = {
      ...featureValues,
      "$feature/memory": { "?": 1 },
    };
    expect(data["features"]).toEqual(folded);
    const found = findingsOf(seen);
    const places = found.map(({ line, event, pointer }) => `${line}/${event}/${pointer}`);
    const planted = plantedLeaks.map(({ line, event, path }) => `${line}/${event}/${path}`);
    expect(planted.filter((place) => !places.includes(place))).toEqual([]);
    const around = found.filter(
      ({ severity, line, event, pointer }) =>
        severity === "error" &&
        !plantedLeaks.some(
          (leak) =>
            leak.line === line &&
            leak.event === event &&
            (leak.path === pointer || leak.path.startsWith(`${pointer}.`)),
        ),
    );
    expect(around).toEqual([]);
  });
});

describe("no value of a log is ever repeated", () => {
  const secrets = [
    ...expected("mux/mux-posthog-capture.expected.json").forbiddenSubstrings,
    ...expected("reasonix/reasonix-events.expected.json").forbiddenSubstrings,
  ];
  const logs = ["../mux/mux-posthog-capture.jsonl", "../reasonix/reasonix-events.jsonl"];

  test.each(
    ["mux", "reasonix", "reasonix-seed"].flatMap((folder) =>
      [[], ["--json"], ["--debug"], ["--quiet"]].map((flags) => [folder, flags] as const),
    ),
  )("by replay in %s with %j", async (folder, flags) => {
    const { out, err, code } = await assay(["replay", ...logs, ...flags], inside(folder));
    expect(code).toBe(1);
    const said = `${out}${err}`;
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => said.includes(JSON.stringify(secret).slice(1, -1)))).toEqual(
      [],
    );
  });

  test("by a file name that is itself data", async () => {
    const { out, err, code } = await assay(["replay", "jane.doe@example.com.jsonl"], inside("mux"));
    expect(code).toBe(2);
    expect(out + err).not.toContain("jane.doe");
  });
});

describe("what stands around the events of a batch", () => {
  const batch = [{ event: "app_started", distinct_id: "u", properties: { isFirstLaunch: true } }];

  test("is the client's own", async () => {
    expect(
      await brokenBy({ api_key: "phc_x", sent_at: "now", historical_migration: true, batch }),
    ).toEqual([]);
  });

  test("and any other field is judged like one of an event", async () => {
    expect(await brokenBy({ batch, context: { mail: "jane@example.com" } })).toEqual([
      ["event.unknown-property", 1, null, "context"],
      ["pii.email", 1, null, "context.mail"],
    ]);
  });
});

describe("a flag value", () => {
  test("of another JSON type is a wrong type, another variant an unknown value", async () => {
    expect(
      await brokenBy(carrying({ "$feature/memory": null, "$feature/timeline": "blue" })),
    ).toEqual([
      ["event.unknown-value", 1, 0, "properties.$feature/timeline"],
      ["event.wrong-type", 1, 0, "properties.$feature/memory"],
    ]);
  });

  test("under a key that is data is found, and the key is a star", async () => {
    expect(await brokenBy(carrying({ "$feature/jane@example.com": true }))).toEqual([
      ["event.unknown-property", 1, 0, "properties.$feature/*"],
      ["key.dynamic-key", 1, 0, "properties.$feature/*"],
    ]);
  });
});

describe("what to read", () => {
  test.each([
    [["nothing-here.jsonl"], 'no file "nothing-here.jsonl"'],
    [["people/jane@example.com.jsonl"], "there is no file\n"],
    [["*.parquet"], "matches no file"],
    [["../evaluation"], "no .jsonl"],
  ])("%j ends with 2", async (names, words) => {
    const { code, out, err } = await assay(["replay", ...names], inside("mux"));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });

  test("a folder, a glob and a file are each log once", async () => {
    const argv = ["replay", ".", "*.jsonl", "mux-posthog-capture.jsonl", "--json"];
    const seen = await assay(argv, inside("mux"));
    expect(envelope(seen).data["logs"]).toHaveLength(1);
  });

  test("standard input is the log -", async () => {
    const seen = await assay(["replay", "-", "--json"], {
      ...inside("reasonix"),
      stdin: agentLog,
    });
    expect(seen.code).toBe(0);
    expect(envelope(seen).data["logs"]).toMatchObject([{ path: "-" }]);
  });

  test("an interrupt ends a replay with 130", async () => {
    const interrupted = AbortSignal.abort("SIGINT");
    const seen = await assay(["replay", "mux-posthog-capture.jsonl"], {
      ...inside("mux"),
      interrupted,
    });
    expect({ code: seen.code, out: seen.out }).toEqual({ code: 130, out: "" });
  });

  test("a log of which no line is an event fails", async () => {
    const seen = await assay(["replay", "assay.toml", "--json"], inside("mux"));
    expect(seen.code).toBe(1);
    const findings = findingsOf(seen);
    expect(findings.map(({ rule }) => rule)).toContain("input.empty");
  });
});

describe("a log in the wrong place is not repeated either", () => {
  const { forbiddenSubstrings } = expected("mux/mux-posthog-capture.expected.json");
  const LOG = "mux-posthog-capture.jsonl";

  test.each([
    [["check", "--config", LOG], 2],
    [["plan", "--config", LOG], 2],
    [["replay", LOG, "--config", LOG], 2],
    [["eval", "--id", "user-1", "--definitions", LOG], 2],
    [["cache", "show", "--config", LOG], 2],
  ] as const)("%j", async (argv, code) => {
    for (const flags of [[], ["--json"], ["--debug"]]) {
      const seen = await assay([...argv, ...flags], inside("mux"));
      expect(seen.code).toBe(code);
      const said = seen.out + seen.err;
      expect(forbiddenSubstrings.filter((secret) => said.includes(secret))).toEqual([]);
    }
  });
});
