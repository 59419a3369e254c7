import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { assay, envelope, type Seen } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const inside = (name: string): { cwd: () => string } => ({ cwd: () => join(FIXTURES, name) });
const LOG = join(FIXTURES, "reasonix/reasonix-events.jsonl");
const sha256 = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

// A proof runs the command a hundred times and more.
vi.setConfig({ testTimeout: 60_000 });

interface Certificate {
  readonly config: string;
  readonly logs: readonly { readonly path: string; readonly sha256: string }[];
  readonly shapes: readonly { readonly event: string | null; readonly times: number }[];
  readonly pairs: { readonly tried: number; readonly broken: number };
  readonly search: { readonly runs: number; readonly leaks: number; readonly sinks: string[] };
  readonly consent: unknown;
  readonly capacity: { readonly bits: number | null };
}

const certificateOf = (seen: Seen): Certificate => JSON.parse(seen.out).data.certificate;
const rulesOf = (seen: Seen): string[] =>
  JSON.parse(seen.out).data.findings.map(({ rule }: { rule: string }) => rule);

describe("the closed mapping is proven", () => {
  test("and the certificate says over what", async () => {
    const seen = await assay(["replay", LOG, "--prove", "--json"], inside("reasonix"));
    expect(rulesOf(seen)).toEqual([]);
    expect(seen.code).toBe(0);
    const certificate = certificateOf(seen);
    expect(certificate).toMatchObject({
      schema: 1,
      config: sha256(join(FIXTURES, "reasonix/assay.toml")),
      logs: [{ path: "reasonix-events.jsonl", sha256: sha256(LOG) }],
      uncovered: 0,
      pairs: { broken: 0 },
      search: { leaks: 0 },
      consent: null,
      // 26 buckets of at most 2^53 − 1.
      capacity: { bits: 26 * 53 },
    });
    expect(certificate.pairs.tried).toBeGreaterThan(1_000);
    expect(certificate.search.sinks).toEqual(
      expect.arrayContaining(["payload", "html report", "json stderr", "sarif network"]),
    );
    const events = certificate.shapes.reduce((sum, { times }) => sum + times, 0);
    const { data } = envelope(await assay(["replay", LOG, "--json"], inside("reasonix")));
    expect(data).toMatchObject({ logs: [{ reader: { observed: events - 2 } }] });
  });

  test("byte for byte the same, again and from standard input", async () => {
    const stdin = async function* (): AsyncGenerator<Uint8Array> {
      yield readFileSync(LOG);
    };
    const argv = ["replay", "-", "--prove", "--json"];
    const first = await assay(argv, { ...inside("reasonix"), stdin });
    const second = await assay(argv, { ...inside("reasonix"), stdin });
    expect(second.out).toBe(first.out);
    expect(certificateOf(first).logs).toEqual([{ path: "-", sha256: sha256(LOG) }]);
  });

  test("and a person reads it in a few lines", async () => {
    const seen = await assay(["replay", LOG, "--prove"], inside("reasonix"));
    expect(seen.out).toContain("0 of 16 runs let a canary out");
    expect(seen.out).toContain("capacity of one installation in one period: at most 1378 bits");
    expect(seen.out).not.toMatch(/CNRY/i);
  });

  test("only where it is asked for", async () => {
    expect(
      certificateOf(await assay(["replay", LOG, "--json"], inside("reasonix"))),
    ).toBeUndefined();
  });
});

test("the seed's open label lets a canary out, without a bound", async () => {
  const seen = await assay(["replay", LOG, "--prove", "--json"], inside("reasonix-seed"));
  expect(seen.code).toBe(1);
  expect(new Set(rulesOf(seen))).toEqual(
    new Set(["def.open-label", "flow.canary-leak", "flow.interference", "flow.length-channel"]),
  );
  const { findings } = JSON.parse(seen.out).data;
  for (const { rule, pointer } of findings)
    expect([rule, pointer]).toEqual([
      rule,
      rule === "def.open-label" ? "metrics.signals.finish_reason" : "usage.finishReason",
    ]);
  expect(certificateOf(seen).capacity.bits).toBeNull();
  expect(seen.out).not.toMatch(/CNRY/i);
});

const CONSENT = '{ on = "consent_changed", granted = "granted" }';
const says = (granted: unknown): string =>
  `${JSON.stringify({ kind: "consent_changed", granted })}\n`;

describe("consent", () => {
  const config = readFileSync(join(FIXTURES, "reasonix/assay.toml"), "utf8")
    .replace('period = "week"', `period = "week"\nconsent = ${CONSENT}`)
    .replace("[events.turn_started]", '[events.consent_changed]\ngranted = "boolean"\n$&');
  const turn = '{"kind":"turn_done"}\n';

  test("is cut at every change", async () => {
    const cwd = await folder();
    writeFileSync(join(cwd, "assay.toml"), config);
    writeFileSync(join(cwd, "a.jsonl"), turn + says(true) + turn + turn + says(false) + turn);
    const seen = await assay(["replay", "a.jsonl", "--prove", "--json"], { cwd: () => cwd });
    expect(rulesOf(seen)).toEqual([]);
    expect(certificateOf(seen).consent).toEqual({ cuts: 2, broken: 0 });
    expect(envelope(seen).data["counters"]).toEqual({ turns: { total: 2 } });
  });

  test("every log is certified by its bytes", async () => {
    const cwd = await folder();
    writeFileSync(join(cwd, "assay.toml"), config);
    copyFileSync(LOG, join(cwd, "b.jsonl"));
    writeFileSync(join(cwd, "a.jsonl"), turn);
    const seen = await assay(["replay", "a.jsonl", "b.jsonl", "--prove", "--json"], {
      cwd: () => cwd,
    });
    expect(certificateOf(seen).logs).toEqual([
      { path: "a.jsonl", sha256: sha256(join(cwd, "a.jsonl")) },
      { path: "b.jsonl", sha256: sha256(join(cwd, "b.jsonl")) },
    ]);
  });
});

/** Standard input whose reading fails with words of the log, one like a frame. */
const broken = async function* (): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"kind":"turn_done"}\n');
  throw new SyntaxError("Unexpected token in my-secret-line\n    at my-secret-frame");
};

test("a reader that throws quotes nothing", async () => {
  const seen = await assay(["replay", "-", "--debug"], { ...inside("reasonix"), stdin: broken });
  expect(seen.code).toBe(70);
  expect(seen.err).toContain("Reading a log failed");
  expect(seen.err + seen.out).not.toContain("my-secret");
});
