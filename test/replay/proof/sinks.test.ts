import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { faults } from "../../../src/replay/proof/faults.ts";
import type { SealRules } from "../../../src/replay/proof/seal.ts";
import type { RunSinks } from "../../../src/replay/proof/sinks.ts";
import { boundedV1 } from "../../metrics/reasonix.ts";
import { agent } from "../catalogues.ts";
import { proofOf, quiet, textOf } from "./trial.ts";

const rules: SealRules = { catalogue: agent, metrics: boundedV1, today: "2026-06-12" };
const events = [
  { kind: "turn_done", tab: "t1", session: { id: "s1", when: 7 } },
  { kind: "notice", text: "hello", level: "info" },
  { kind: "message", text: "answer", memory: { "a note": true } },
];

/** Sinks in which a log comes out as it says. */
const saying =
  (say: (text: string) => string): RunSinks =>
  async (log) =>
    new Map([...(await quiet(rules)(log)), ["stderr", say(textOf(log))]]);

/** What a proof says of canaries: line, pointer, and how one came out. */
async function leaks(run: RunSinks): Promise<unknown[]> {
  const { findings } = await proofOf(events, rules, { run });
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(["flow.canary-leak"]));
  return findings.map(({ line, pointer, message }) => [
    line,
    pointer,
    /\((.*)\)$/.exec(message)?.[1],
  ]);
}

/** The values of a field, wherever a log has it. */
const valuesOf = (text: string, field: string): string[] =>
  [...text.matchAll(new RegExp(`"${field}":("[^"]*"|\\d+)`, "g"))].map(([, value]) => value ?? "");

const hashed = (value: string): string =>
  createHash("sha256").update(value.slice(1, -1)).digest("hex");

test("sinks that say nothing of the log are proven clean", async () => {
  const { findings, certificate } = await proofOf(events, rules);
  expect(findings).toEqual([]);
  expect(certificate.search).toMatchObject({ leaks: 0, sinks: ["payload"] });
  expect(certificate.search.faults).toEqual(faults.map(({ id }) => id));
  expect(certificate.search.runs).toBeGreaterThan(faults.length);
});

describe("flow.canary-leak: a value comes out, and its place is named", () => {
  test("as it is", async () => {
    expect(await leaks(saying((text) => valuesOf(text, "tab").join()))).toContainEqual([
      1,
      "tab",
      "stderr, plain, outside",
    ]);
  });

  test("only its first characters", async () => {
    const run = saying((text) =>
      valuesOf(text, "id")
        .map((id) => id.slice(1, 8))
        .join(),
    );
    expect(await leaks(run)).toContainEqual([1, "session.id", "stderr, part, outside"]);
  });

  test("hashed", async () => {
    const run = saying((text) => valuesOf(text, "level").map(hashed).join());
    expect(await leaks(run)).toContainEqual([2, "level", "stderr, sha-256, outside"]);
  });

  test("a number", async () => {
    const run = saying((text) => valuesOf(text, "when").join());
    expect(await leaks(run)).toContainEqual([1, "session.when", "stderr, plain, outside"]);
  });

  test("of a field that a signal reads, beside its own words", async () => {
    const run = saying((text) => valuesOf(text, "text").join());
    const told = await leaks(run);
    expect(told).toContainEqual([2, "text", "stderr, plain, beside"]);
    expect(told).toContainEqual([3, "text", "stderr, plain, outside"]);
  });

  test("a name, which is shown to nobody who reads the finding", async () => {
    const run = saying((text) =>
      [...text.matchAll(/"([^"]*)":true/g)].map(([, key]) => key).join(),
    );
    expect(await leaks(run)).toContainEqual([3, "memory.*", "stderr, plain, keys"]);
  });

  test("two values that only come out together name no single place", async () => {
    const run = saying((text) =>
      valuesOf(text, "tab").join().includes("CNRY") &&
      valuesOf(text, "level").join().includes("CNRY")
        ? valuesOf(text, "tab").join()
        : "",
    );
    expect(await leaks(run)).toContainEqual([null, "", "stderr, plain, outside"]);
  });
});

describe("flow.canary-leak: a fault lets a value out", () => {
  test.each(faults.map(({ id }) => id))("%s", async (id) => {
    const normal = faults
      .find((fault) => fault.id === id)
      ?.log([JSON.stringify(events[0])], "CNRY");
    expect(normal).toBeDefined();
    const run: RunSinks = async (log) => {
      const isThis =
        log.quoted !== undefined ? "reader-throws" : log.isFull ? "output-throws" : kindOf(log);
      return new Map([["stderr", isThis === id ? `Cannot read ${textOf(log)} ${log.quoted}` : ""]]);
    };
    expect(await leaks(run)).toEqual([[null, "", expect.stringMatching(new RegExp(`, ${id}$`))]]);
  });
});

/** Which fault a log shows, told by what only it has. */
function kindOf(log: Parameters<RunSinks>[0]): string {
  const text = textOf(log);
  const marks: readonly (readonly [string, boolean])[] = [
    ["oversized", text.length > 1_048_576],
    ["deep", text.includes("[[[[")],
    ["no-utf-8", text.includes("\uFFFD")],
    ["broken-batch", text.includes('"batch"')],
    ["wrong-types", text.includes('"kind":["turn_done",')],
    ["malformed", /^\{"CNRY-[A-Z2-7]+$/m.test(text)],
    ["not-an-event", /^\["CNRY-[A-Z2-7]+"\]$/m.test(text)],
    ["cut-short", !text.endsWith("\n")],
    ["no-events", /^CNRY-[A-Z2-7]+\n$/.test(text)],
  ];
  return marks.find(([, isIt]) => isIt)?.[0] ?? "none";
}

/** Seals how long a log is. */
const measured: RunSinks = async (log) => new Map([["payload", String(textOf(log).length)]]);

test("flow.interference: a whole run seals other bytes, though no part of it does", async () => {
  const { findings } = await proofOf(events, rules, { run: measured });
  expect(findings.map(({ rule, line, pointer }) => [rule, line, pointer])).toEqual([
    ["flow.interference", null, ""],
  ]);
});

test("what a log says by itself is no canary of ours", async () => {
  const { certificate } = await proofOf(events, rules);
  const run: RunSinks = async () =>
    new Map([["stderr", `CNRY- ${certificate.seed} CNRY-A CNRY-B`]]);
  const { findings } = await proofOf(events, rules, { run });
  expect(findings).toEqual([]);
});
